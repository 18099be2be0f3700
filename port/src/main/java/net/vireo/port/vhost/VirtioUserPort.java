// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.UnixSocket;
import net.vireo.port.Port;
import net.vireo.port.PortCounters;
import net.vireo.port.RxQueue;
import net.vireo.port.SummedCounters;
import net.vireo.port.TxQueue;
import net.vireo.port.kind.PortKind;
import net.vireo.port.log.LimitedLog;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;
import net.vireo.virtio.Features;
import net.vireo.virtio.vhost.DriverRing;
import net.vireo.virtio.vhost.FrontEndConfig;
import net.vireo.virtio.vhost.FrontEndSession;
import net.vireo.virtio.vhost.FrontEndState;
import net.vireo.virtio.vhost.Outgoing;

/**
 * The other side of a vhost-user socket: we are the guest, the device is another data plane (ours, OVS, a DPDK
 * application). Joins two data planes of a host, and stands for a guest in tests. When the connection ends, rings are
 * made anew for the next one; what was in them is lost.
 */
public final class VirtioUserPort implements Port {
    private static final LimitedLog LOG = new LimitedLog(VirtioUserPort.class);
    private static final long REPLY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private final VhostControl control;
    private final PacketPool pool;
    private final VirtioUserSpec spec;
    private final UserMemory memory;
    private final UserRing[] rings;
    private final UserSlots[] slots;
    private final UserReceiver[] receivers;
    private final SummedCounters counters = new SummedCounters();
    private Endpoint endpoint;
    private FrontEndSession session;
    private Pump pump;
    private Runnable changed = () -> {};
    private volatile long features;
    private volatile boolean running;

    private VirtioUserPort(final VhostControl control, final PacketPool pool, final VirtioUserSpec spec) {
        this.control = control;
        this.pool = pool;
        this.spec = spec;
        memory = new UserMemory(2 * spec.queuePairs(), spec.ringEntries(), GuestOffloads.wanted(spec));
        rings = new UserRing[2 * spec.queuePairs()];
        Arrays.setAll(rings, i -> new UserRing(i, spec.ringEntries(), memory));
        slots = new UserSlots[spec.queuePairs()];
        Arrays.setAll(slots, pair -> new UserSlots(rings[2 * pair + 1]));
        receivers = new UserReceiver[spec.queuePairs()];
        Arrays.setAll(receivers, pair -> new UserReceiver(pool, rings[2 * pair], counters.newQueue()));
    }

    /**
     * Makes the socket, or begins to look for the device's.
     *
     * @param control the thread that serves the port; it outlives the port
     * @throws LinuxException when the socket, or the memory, cannot be made
     */
    public static VirtioUserPort open(final VhostControl control, final PacketPool pool, final VirtioUserSpec spec) {
        final VirtioUserPort port = new VirtioUserPort(control, pool, spec);
        try {
            control.call(
                    () -> port.endpoint = Endpoint.open(control, spec.path(), spec.role(), false, port::connected));
            return port;
        } catch (final RuntimeException failure) {
            port.release();
            throw failure;
        }
    }

    @Override
    public String name() {
        return spec.path().toString();
    }

    @Override
    public String kind() {
        return PortKind.VIRTIO_USER.text();
    }

    @Override
    public int rxQueueCount() {
        return receivers.length;
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return receivers[index];
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        final int pair = lcoreIndex % spec.queuePairs();
        return new UserSender(pool, rings[2 * pair + 1], slots[pair], counters.newQueue());
    }

    @Override
    public Offloads offloads() {
        return GuestOffloads.ofDevice(features);
    }

    @Override
    public void onChange(final Runnable listener) {
        control.call(() -> changed = listener);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    /** Whether the device runs the rings. Any thread. */
    public boolean isRunning() {
        return running;
    }

    /** The virtio features of the present connection, 0 when there is none. Any thread. */
    public long features() {
        return features;
    }

    /** Asks the device to let packets flow on a queue pair, or not; when the rings run. Any thread but lcores. */
    public void enable(final int pair, final boolean enabled) {
        control.call(() -> {
            if (session != null && session.state() == FrontEndState.RUNNING) {
                session.enable(System.nanoTime(), 2 * pair, enabled);
                session.enable(System.nanoTime(), 2 * pair + 1, enabled);
                pump.flush();
            }
        });
    }

    @Override
    public void close() {
        control.call(() -> {
            endpoint.close();
            if (pump != null) {
                pump.close("the port was closed");
            }
        });
        release();
    }

    private void release() {
        for (final UserRing ring : rings) {
            ring.close();
        }
        memory.close();
    }

    private void connected(final UnixSocket socket) {
        final FrontEndConfig config =
                new FrontEndConfig(GuestOffloads.wanted(spec), Features.VERSION_1, spec.queuePairs(), REPLY_TIMEOUT_NS);
        session = new FrontEndSession(config, Fds::close, System.nanoTime());
        pump = new Pump(control, socket, new PumpedFrontEnd(session, this::progress), this::disconnected);
        pump.flush();
        tick(session);
    }

    /** Replies have a time; looked at ten times in it. */
    @SuppressWarnings("ReferenceEquality") // the same session, not one like it
    private void tick(final FrontEndSession ticking) {
        if (session == ticking) {
            ticking.tick(System.nanoTime());
            progress();
            pump.flush();
            control.after(TimeUnit.NANOSECONDS.toMillis(REPLY_TIMEOUT_NS / 10), () -> tick(ticking));
        }
    }

    /** The session may have come to another state. */
    private void progress() {
        if (session == null) {
            return;
        }
        if (session.state() == FrontEndState.READY) {
            features = session.features();
            session.start(System.nanoTime(), List.of(memory.shared()), prepare(session.features()));
        }
        final boolean now = session.state() == FrontEndState.RUNNING;
        if (now != running) {
            openRings(now);
        }
    }

    private List<DriverRing> prepare(final long negotiated) {
        final List<DriverRing> prepared = new ArrayList<>();
        for (final UserRing ring : rings) {
            ring.gate.enter();
            try {
                prepared.add(ring.prepare(negotiated));
            } finally {
                ring.gate.leave();
            }
        }
        return prepared;
    }

    /** Who sees {@link #isRunning} finds the rings open. */
    private void openRings(final boolean open) {
        if (!open) {
            running = false;
        }
        for (final UserRing ring : rings) {
            ring.gate.enter();
            try {
                ring.open(open);
            } finally {
                ring.gate.leave();
            }
        }
        running = open;
        changed.run();
    }

    private void disconnected(final String reason) {
        LOG.log(Level.INFO, name() + ": disconnected: " + reason);
        session = null;
        pump = null;
        features = 0;
        openRings(false);
        endpoint.free();
    }

    private record PumpedFrontEnd(FrontEndSession session, Runnable progress) implements Pump.Session {
        @Override
        public int wantedBytes() {
            return session.wantedBytes();
        }

        @Override
        public void receive(final ByteBuffer bytes, final int... fds) {
            session.receive(System.nanoTime(), bytes, fds);
            progress.run();
        }

        @Override
        public Outgoing poll() {
            return session.poll();
        }

        @Override
        public String ended() {
            return session.state() == FrontEndState.FAILED ? session.failure() : null;
        }

        @Override
        public void close(final String reason) {
            session.close(reason);
        }
    }
}
