// A picture, by its description: the playground is offline and shows nothing that would have to be fetched.
// Never puts an address into a tag that would load it.
import { type JsonObject, stringAt } from "../../slack/json.ts";
import { plainTextAt } from "../text/text-object.tsx";

export const PictureStandIn = ({ image, small = false }: { image: JsonObject; small?: boolean }) => {
  const description = stringAt(image, "alt_text") ?? "picture";
  return (
    <span
      className={small ? "picture picture-small" : "picture"}
      role="img"
      aria-label={description}
      title={description}
    >
      {small ? ([...description][0] ?? "?").toUpperCase() : description}
    </span>
  );
};

export const ImageBlock = ({ block }: { block: JsonObject }) => (
  <figure className="block-image">
    {plainTextAt(block, "title") !== "" && <figcaption>{plainTextAt(block, "title")}</figcaption>}
    <PictureStandIn image={block} />
  </figure>
);
