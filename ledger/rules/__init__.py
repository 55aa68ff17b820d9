"""The rules of the house, as ``verify`` looks at them over the whole history: one function each."""
