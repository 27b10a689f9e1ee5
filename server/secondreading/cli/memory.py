"""What is done about memory before workers are forked, so that they share what they can and hold no more."""

from __future__ import annotations

import ctypes
import gc

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's <malloc.h>


def share_memory() -> None:
    """Keep the collector away from what the workers share, and give back what only the start needed."""
    gc.collect()
    gc.freeze()
    library = ctypes.CDLL(None)
    # Only glibc has these. One thread runs Python at a time, so that an arena for each thread is only more
    # memory, and colder.
    if hasattr(library, "mallopt") and hasattr(library, "malloc_trim"):
        library.mallopt(_ARENA_MAX, 1)
        library.malloc_trim(0)
