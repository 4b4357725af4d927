export { askPassword, readDescriptor } from "./ask-password.ts";
