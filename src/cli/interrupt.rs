//! What happens when the user interrupts the run: no new bulletin is begun, those begun are finished, and the program ends
//! with 130, as shells expect of a program that a signal ended.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, process, thread};

/// The exit code of an interrupted run.
pub(super) const INTERRUPTED: u8 = 130;

/// How often it is looked whether the bulletins begun are finished.
const PAUSE: Duration = Duration::from_millis(10);

/// How long it is waited for what has been taken in to be made lasting. A store that is cut short loses nothing but the last
/// bulletins, which the next run does again.
const GRACE: Duration = Duration::from_secs(3);

static ASKED: AtomicBool = AtomicBool::new(false);
static BEGUN: AtomicUsize = AtomicUsize::new(0);
static UNSETTLED: AtomicBool = AtomicBool::new(false);
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Listens for interrupts.
pub(super) fn listen() {
    let handler = || {
        if ASKED.swap(true, Ordering::SeqCst) {
            // Who asks twice does not want to wait.
            leave();
        }
        // The reader may wait for input that never comes, so that the run cannot be left to end by itself.
        thread::spawn(|| {
            while BEGUN.load(Ordering::SeqCst) > 0 {
                thread::sleep(PAUSE);
            }
            let since = Instant::now();
            while UNSETTLED.load(Ordering::SeqCst) && since.elapsed() < GRACE {
                thread::sleep(PAUSE);
            }
            leave();
        });
    };
    // Without a handler the system ends the program at once, which is no harm either.
    let _ = ctrlc::set_handler(handler);
}

/// Whether an interrupt has come.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Counts a bulletin that is going to be extracted.
pub(super) fn begin() {
    BEGUN.fetch_add(1, Ordering::SeqCst);
}

/// Counts bulletins whose records have been written and flushed.
pub(super) fn finish(bulletins: usize) {
    BEGUN.fetch_sub(bulletins, Ordering::SeqCst);
}

/// Says whether a store has taken in something that is not lasting yet.
pub(super) fn unsettled(is_unsettled: bool) {
    UNSETTLED.store(is_unsettled, Ordering::SeqCst);
}

/// Takes the file at `path` to be unfinished from now on: it is removed if the run is interrupted.
pub(super) fn unfinished(path: PathBuf) {
    UNFINISHED.lock().expect("nobody panics who holds it").push(path);
}

fn leave() -> ! {
    for path in UNFINISHED.lock().expect("nobody panics who holds it").iter() {
        // It may have been finished in the meantime.
        let _ = fs::remove_file(path);
    }
    process::exit(INTERRUPTED.into())
}
