export const mystery = 1;
