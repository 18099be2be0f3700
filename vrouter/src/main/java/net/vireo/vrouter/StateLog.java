// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import net.vireo.sandesh.ObjectReader;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.SandeshException;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrouterOps;
import net.vireo.vrouter.control.ChangeLog;
import net.vireo.vrouter.control.ControlObjects;
import net.vireo.vrouter.journal.JournalReader;
import net.vireo.vrouter.journal.JournalRecord;
import net.vireo.vrouter.journal.JournalWriter;
import net.vireo.vrouter.neighbour.NeighbourResolver;

/**
 * A node's state as the journal of its accepted requests, and of the neighbours that its tunnels were found to have.
 * First it replays what earlier processes wrote, through the handlers that carried it out then; from {@link #write} on
 * it writes. A log that has grown to a multiple of the state is replaced by the requests that make the state. Control
 * thread; before there is one, the thread that starts the data plane.
 */
final class StateLog implements ChangeLog {
    static final String NAME = "state.journal";

    private static final Logger LOG = System.getLogger(StateLog.class.getName());

    /** Kinds of record; part of the journal's format. */
    private static final int REQUEST = 1;

    private static final int NEIGHBOUR = 2;
    private static final int NEIGHBOUR_BYTES = 2 * Integer.BYTES + Long.BYTES;

    /** Below this a log is never replaced: some 20,000 requests. */
    private static final long SMALL_BYTES = 4 << 20;

    /** How much longer than the state it began with a log may get. */
    private static final long GROWTH = 3;

    private static final int MAX_REFUSALS_LOGGED = 20;

    private final Path path;
    private final String build;
    private final ControlObjects objects;
    private final NeighbourResolver resolver;
    private JournalReader reader;
    private JournalWriter writer;
    private long replayedCount;
    private long refusedCount;
    private boolean failing;

    StateLog(final Path path, final String build, final ControlObjects objects, final NeighbourResolver resolver) {
        this.path = path;
        this.build = build;
        this.objects = objects;
        this.resolver = resolver;
    }

    /**
     * Replays what has been written since the last call.
     *
     * @throws IOException when the journal cannot be read or must not be
     */
    void follow() throws IOException {
        if (reader == null) {
            reader = JournalReader.open(path);
        }
        replayedCount += reader.read(this::replay);
    }

    /** Goes on behind what was replayed; the process that wrote it is dead. Afterwards requests are logged. */
    void goOn() throws IOException {
        follow();
        if (reader.tornBytes() > 0) {
            LOG.log(
                    Level.INFO,
                    "the last change was not written to its end and is cut off: {0} bytes",
                    reader.tornBytes());
        }
        writer = JournalWriter.goOn(path, build, reader);
        if (!reader.damage().isEmpty()) {
            LOG.log(Level.ERROR, reader.damage());
        }
        if (!reader.damage().isEmpty() || !reader.build().equals(build)) {
            rewrite();
        }
        reader.close();
        write();
    }

    /** Begins without state. */
    void begin() throws IOException {
        writer = JournalWriter.create(path, build);
        write();
    }

    private void write() {
        objects.logTo(this);
        resolver.tell((nexthopId, destination, mac) -> append(NEIGHBOUR, neighbour(nexthopId, destination, mac)));
    }

    /** How many records were replayed, how many of them were refused. */
    String summary() {
        return replayedCount + " changes replayed"
                + (refusedCount == 0 ? "" : ", " + refusedCount + " of them refused");
    }

    @Override
    public void accepted(final SandeshObject<?> request) {
        if (request instanceof VrouterOps && request.op() == SandeshOp.RESET) {
            rewrite();
        } else {
            append(REQUEST, ObjectWriter.encode(request));
        }
    }

    /** Leaves the journal to whoever comes after. */
    void close() {
        try {
            writer.close();
        } catch (final IOException failure) {
            LOG.log(Level.WARNING, "the journal did not close cleanly", failure);
        }
    }

    /** Leaves nothing to anybody: the node is stopped. */
    void discard() {
        objects.logTo(ChangeLog.NONE);
        resolver.tell((nexthopId, destination, mac) -> {});
        try {
            writer.discard();
        } catch (final IOException failure) {
            LOG.log(Level.WARNING, "the journal could not be removed", failure);
        }
    }

    private void append(final int kind, final byte[] payload) {
        try {
            writer.append(kind, payload);
            failing = false;
        } catch (final IOException failure) {
            failed(failure);
        }
        if (writer.sizeBytes() > Math.max(SMALL_BYTES, GROWTH * writer.snapshotBytes())) {
            rewrite();
        }
    }

    private void rewrite() {
        final long startNs = System.nanoTime();
        final long beforeBytes = writer.sizeBytes();
        try {
            writer.rewrite(this::snapshot);
            LOG.log(
                    Level.INFO,
                    "the journal was rewritten from {0} to {1} bytes in {2} ms",
                    beforeBytes,
                    writer.sizeBytes(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
        } catch (final IOException failure) {
            failed(failure);
        }
    }

    private void snapshot(final BiConsumer<Integer, byte[]> to) {
        objects.snapshot(request -> to.accept(REQUEST, ObjectWriter.encode(request)));
        resolver.tellAll((nexthopId, destination, mac) -> to.accept(NEIGHBOUR, neighbour(nexthopId, destination, mac)));
    }

    /** The data plane goes on with what it has; only its successor will miss the change. */
    private void failed(final IOException failure) {
        if (!failing) {
            LOG.log(
                    Level.ERROR,
                    "changes cannot be written to {0} ({1}): they take effect, but are lost when this process dies; "
                            + "make room there",
                    path,
                    failure.getMessage());
        }
        failing = true;
    }

    private void replay(final JournalRecord record) {
        try {
            switch (record.kind()) {
                case REQUEST ->
                    ObjectReader.readAll(record.payload())
                            .forEach(request -> objects.replay(request).ifPresent(this::refused));
                case NEIGHBOUR -> neighbour(record.payload());
                default -> refused("a record of the unknown kind " + record.kind());
            }
        } catch (final SandeshException | IllegalArgumentException undecodable) {
            refused(undecodable.getMessage());
        }
    }

    private void refused(final String why) {
        refusedCount++;
        if (refusedCount <= MAX_REFUSALS_LOGGED) {
            LOG.log(Level.WARNING, "a change of the journal was refused: {0}", why);
        }
    }

    private void neighbour(final byte[] payload) {
        if (payload.length != NEIGHBOUR_BYTES) {
            refused("a neighbour of " + payload.length + " bytes");
            return;
        }
        final ByteBuffer bytes = ByteBuffer.wrap(payload);
        resolver.remember(bytes.getInt(), bytes.getInt(), bytes.getLong());
    }

    private static byte[] neighbour(final int nexthopId, final int destination, final long mac) {
        final byte[] payload = new byte[NEIGHBOUR_BYTES];
        ByteBuffer.wrap(payload).putInt(nexthopId).putInt(destination).putLong(mac);
        return payload;
    }
}
