//! Tokens, lexicons and rules: the part of `bulletin-extract` that its build script needs as well.
