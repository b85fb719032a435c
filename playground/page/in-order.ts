// Drawing a list whose entries are nothing but their place in it: the pieces of a text, the fields of a section.
// Never for things that move, come and go: those have a name of their own and need it as their key.
import { createElement, Fragment, type ReactNode } from "react";

export const inOrder = <T>(things: T[], draw: (thing: T) => ReactNode): ReactNode =>
  createElement(Fragment, null, ...things.map(draw));
