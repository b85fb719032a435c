// How people's names are compared at AWS: capitals of ASCII make no difference, and of other letters nothing is assumed.

export const lowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const sameName = (one: string, other: string): boolean => lowerCase(one) === lowerCase(other);
