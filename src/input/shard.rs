//! A share of the input, for several machines that divide an archive among them without speaking to each other.
//!
//! Each part of the input, a file or a line of NDJSON, falls to the share that its hash names: the bytes of its path, or of
//! the line, by XXH3, whose values are laid down for all time. So the shares hold every part once, whatever the
//! machine, the order and the other parts are.

use std::num::NonZero;
use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_64;

/// One of several shares of the input, written `i/n`: the i-th of n, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    shares: NonZero<u64>,
}

impl Shard {
    /// Whether the part of the input that is known by `name`, a path or a line, falls to this share.
    pub fn holds(self, name: &[u8]) -> bool {
        xxh3_64(name) % self.shares == self.number - 1
    }
}

/// What is not `i/n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a share such as 2/8: the second of eight, the first is 1/8")]
pub struct ShardError;

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let (number, shares) = text.split_once('/').ok_or(ShardError)?;
        let number = number.parse().map_err(|_| ShardError)?;
        let shares: NonZero<u64> = shares.parse().map_err(|_| ShardError)?;
        if (1..=shares.get()).contains(&number) { Ok(Shard { number, shares }) } else { Err(ShardError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_numbered_from_one() {
        for wrong in ["", "1", "0/4", "5/4", "1/0", "-1/4", "1/4/2", "a/b"] {
            assert_eq!(wrong.parse::<Shard>(), Err(ShardError), "{wrong}");
        }
        assert!("4/4".parse::<Shard>().is_ok());
    }

    /// Machines with other versions of the program must divide an archive in the same way. The values are those of the
    /// reference implementation of XXH3.
    #[test]
    fn a_path_falls_to_the_same_share_for_ever() {
        let share = |path: &str| (1..=8).find(|i| format!("{i}/8").parse::<Shard>().unwrap().holds(path.as_bytes()));
        let shares = ["releases/1998/a.txt", "releases/1998/b.txt", "-", ""].map(share);
        assert_eq!(shares, [Some(4), Some(7), Some(7), Some(3)]);
    }
}
