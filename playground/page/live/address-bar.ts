// Who the visitor is and which conversation is open, in the page's address: a reload or a bookmark comes back to it.
// Never holds anything else.

export type Address = { as?: string; place?: string };

export const readAddress = (): Address => {
  const query = new URLSearchParams(location.search);
  const as = query.get("as");
  const place = query.get("in");
  return { ...(as === null ? {} : { as }), ...(place === null ? {} : { place }) };
};

export const writeAddress = ({ as, place }: Address): void => {
  const query = new URLSearchParams();
  if (as !== undefined) query.set("as", as);
  if (place !== undefined) query.set("in", place);
  history.replaceState(null, "", `?${query}`);
};
