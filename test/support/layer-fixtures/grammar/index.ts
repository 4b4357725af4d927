export const grammar = 1;
