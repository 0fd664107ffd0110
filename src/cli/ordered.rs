//! Work on many threads whose results come out in the order in which it went in.
//!
//! Each item gets a slot, a channel for one result; the slots pass in order through a bounded channel
//! to the consumer, which waits at each for its result. So nothing is sorted, a result leaves as soon
//! as it and all before it are done, and a producer that runs ahead waits, which bounds the memory: by
//! the number of items in flight and by what they weigh.

use std::num::NonZero;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;
use std::{panic, thread};

/// How many items a thread may have in flight, waiting ones and finished ones included.
const IN_FLIGHT: usize = 32;

/// How much the items in flight may weigh together, in bytes; a single one may weigh more.
const HEAVIEST: usize = 8 << 20;

/// How long the consumer waits for input before it settles what it has.
const A_WHILE: Duration = Duration::from_secs(1);

/// What becomes of results. Its first error ends the run.
pub(super) trait Consume<R> {
    type Error;

    /// Takes the next result.
    fn result(&mut self, result: R) -> Result<(), Self::Error>;

    /// Called when the next result is not there yet: the time to flush what has been held back.
    fn idle(&mut self) -> Result<(), Self::Error>;

    /// Called when nothing has come for [`A_WHILE`] and nothing is being worked on.
    fn starved(&mut self) -> Result<(), Self::Error>;
}

/// Something that takes memory while it is worked on.
pub(super) trait Weigh {
    /// About how many bytes.
    fn weight(&self) -> usize;
}

/// Calls `work`, which must not panic, for each item on `threads` threads, and gives the results to
/// `consumer` in the items' order. The items are made on the calling thread.
pub(super) fn run<T, R, C>(
    mut items: impl Iterator<Item = T>,
    threads: NonZero<usize>,
    work: impl Fn(T) -> R + Sync,
    consumer: &mut C,
) -> Result<(), C::Error>
where
    T: Send + Weigh,
    R: Send,
    C: Consume<R, Error: Send> + Send,
{
    if threads.get() == 1 {
        return items.try_for_each(|item| {
            consumer.result(work(item))?;
            consumer.idle()
        });
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build().expect("the system gives threads");
    let (send_slot, slots) = mpsc::sync_channel(threads.get() * IN_FLIGHT);
    let (work, load) = (&work, &Load::default());
    thread::scope(|scope| {
        let consumer = scope.spawn(move || {
            let _ends = EndOfLoad(load);
            drain(slots, consumer, load)
        });
        pool.in_place_scope_fifo(|pool| {
            for item in items {
                let (send, slot) = mpsc::sync_channel(1);
                let weight = item.weight();
                load.add(weight);
                if send_slot.send((weight, slot)).is_err() {
                    // The consumer has failed; its error is the run's.
                    break;
                }
                pool.spawn_fifo(move |_| {
                    // A consumer that has failed does not wait any more.
                    if !load.is_over() {
                        let _ = send.send(work(item));
                    }
                });
            }
        });
        drop(send_slot);
        consumer.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
    })
}

/// Gives the results in `slots` to `consumer`, in order, until there are no more.
fn drain<R, C: Consume<R>>(
    slots: Receiver<(usize, Receiver<R>)>,
    consumer: &mut C,
    load: &Load,
) -> Result<(), C::Error> {
    loop {
        let (weight, slot) = match slots.try_recv() {
            Ok(slot) => slot,
            Err(TryRecvError::Disconnected) => return Ok(()),
            Err(TryRecvError::Empty) => {
                consumer.idle()?;
                let slot = match slots.recv_timeout(A_WHILE) {
                    Err(RecvTimeoutError::Timeout) => {
                        consumer.starved()?;
                        slots.recv().ok()
                    }
                    slot => slot.ok(),
                };
                let Some(slot) = slot else { return Ok(()) };
                slot
            }
        };
        let result = match slot.try_recv() {
            Ok(result) => result,
            Err(_) => {
                consumer.idle()?;
                slot.recv().expect("work does not panic")
            }
        };
        consumer.result(result)?;
        load.take_off(weight);
    }
}

/// What the items in flight weigh; `None` when nobody takes results any more.
struct Load {
    bytes: Mutex<Option<usize>>,
    lighter: Condvar,
}

impl Default for Load {
    fn default() -> Self {
        Load { bytes: Mutex::new(Some(0)), lighter: Condvar::new() }
    }
}

impl Load {
    fn bytes(&self) -> MutexGuard<'_, Option<usize>> {
        self.bytes.lock().expect("nobody panics who holds it")
    }

    /// Whether nobody takes results any more.
    fn is_over(&self) -> bool {
        self.bytes().is_none()
    }

    /// Waits until there is room for so much more, and takes it up.
    fn add(&self, weight: usize) {
        let too_heavy = |bytes: &mut Option<usize>| bytes.is_some_and(|bytes| bytes > 0 && bytes + weight > HEAVIEST);
        let mut bytes = self.lighter.wait_while(self.bytes(), too_heavy).expect("nobody panics who holds it");
        if let Some(bytes) = bytes.as_mut() {
            *bytes += weight;
        }
    }

    fn take_off(&self, weight: usize) {
        if let Some(bytes) = self.bytes().as_mut() {
            *bytes -= weight;
        }
        self.lighter.notify_one();
    }
}

/// Lets a waiting producer go when the consumer ends, however it does.
struct EndOfLoad<'l>(&'l Load);

impl Drop for EndOfLoad<'_> {
    fn drop(&mut self) {
        *self.0.bytes() = None;
        self.0.lighter.notify_one();
    }
}
