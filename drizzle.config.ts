// How `npm run migrations` turns the schema into SQL. Never points at a database: migrations are applied by wrangler.
import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./src/store/schema.ts", "./src/store/audit-schema.ts"],
  out: "./migrations",
});
