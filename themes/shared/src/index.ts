export * from "./api";
export * from "./components";
export * from "./context";
export * from "./paging";
export * from "./problem";
export * from "./time";
