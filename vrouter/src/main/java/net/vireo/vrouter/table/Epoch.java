// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Grace periods by counting: the control thread raises the epoch, each reader copies it when it holds nothing. A
 * period has passed when no reader's copy is older. One per {@link Tables}.
 */
public final class Epoch implements Quiescence {
    private static final long AWAY = Long.MAX_VALUE;

    private final AtomicLong current = new AtomicLong();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    /** Without readers every period passes at once. */
    public Epoch() {}

    /** A new reader that is away. Any thread. */
    public Reader join() {
        final Reader reader = new Reader();
        readers.add(reader);
        return reader;
    }

    /** Forgets a reader whose thread has ended. Any thread. */
    public void leave(final Reader reader) {
        readers.remove(reader);
    }

    @Override
    public long mark() {
        // A full fence: the stores that took something out of a table must be visible before the epoch is.
        return current.incrementAndGet();
    }

    @Override
    public boolean passed(final long mark) {
        for (final Reader reader : readers) {
            if (reader.seen.get() < mark) {
                return false;
            }
        }
        return true;
    }

    /** One reading thread. Its methods are called by that thread only, outside of any burst. */
    public final class Reader {
        /** The epoch that this reader has seen while it held nothing, or {@link #AWAY}. */
        private final AtomicLong seen = new AtomicLong(AWAY);

        private Reader() {}

        /** Once per cycle, between two bursts: nothing read from the tables is held. A load and a store, no fence. */
        public void quiescent() {
            // Release: the table reads of the burst before are done when this store is seen. The epoch that is copied
            // was raised after its unlinking stores (see mark), so later reads cannot meet what was taken out.
            seen.setRelease(current.getAcquire());
        }

        /** Before sleeping: until {@link #back} this reader reads nothing and holds nobody up. */
        public void away() {
            seen.setRelease(AWAY);
        }

        /** After sleeping, before the first read from a table. */
        public void back() {
            seen.set(current.get());
            // Pairs with mark: either the control thread sees us here, or we see what it took out before.
            VarHandle.fullFence();
        }
    }
}
