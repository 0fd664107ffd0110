//! The command `bulletin-extract`.

fn main() {}
