// The account that every fake of AWS's is in, and the word in all their errors. Holds nothing else.
export const ACCOUNT = "123456789012";
export const SAYS = "aws-says-canary";
