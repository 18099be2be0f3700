// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.UnixSocket;
import net.vireo.port.DescriptorKeeper;
import net.vireo.port.DeviceQueues;
import net.vireo.port.FarSide;
import net.vireo.port.Port;
import net.vireo.port.PortCounters;
import net.vireo.port.RingDescriptors;
import net.vireo.port.RingState;
import net.vireo.port.RxQueue;
import net.vireo.port.SharedMemory;
import net.vireo.port.SummedCounters;
import net.vireo.port.TxQueue;
import net.vireo.port.kind.PortKind;
import net.vireo.port.log.LimitedLog;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;
import net.vireo.virtio.RingFault;
import net.vireo.virtio.vhost.BackEndConfig;
import net.vireo.virtio.vhost.BackEndSession;
import net.vireo.virtio.vhost.BackEndState;
import net.vireo.virtio.vhost.Outgoing;

/**
 * The network device of a guest, over rings in memory that it shares with us (vhost-user, the back end): QEMU's guests,
 * DPDK applications, another data plane. Guests come, go and come again on the port's socket; the port stays, and while
 * nobody is there packets for the guest are not taken.
 *
 * <p>Its queue i receives from the guest's transmit queue i; what an lcore sends goes to the guest's receive queue
 * {@code lcore mod n} of the n enabled ones (fact sheet vrouter-dataplane 3.4).
 */
public final class VhostUserPort implements Port {
    private static final Logger LOG = System.getLogger(VhostUserPort.class.getName());
    private static final LimitedLog GUESTS = new LimitedLog(VhostUserPort.class);

    private final VhostControl control;
    private final PacketPool pool;
    private final VhostUserSpec spec;
    private final VhostRings rings;
    private final VhostBackEnd backEnd;
    private final LastingConnection lasting;
    private final SummedCounters counters;
    private final List<VhostCounters> vhostCounters = new CopyOnWriteArrayList<>();
    private final VhostReceiver[] receivers;
    private Endpoint endpoint;
    private Pump pump;
    private Runnable changed = () -> {};
    private volatile BackEndSession session;
    private volatile Offloads offloads = Offloads.NONE;

    private VhostUserPort(
            final VhostControl control,
            final PacketPool pool,
            final VhostUserSpec spec,
            final DescriptorKeeper keeper) {
        this.control = control;
        this.pool = pool;
        this.spec = spec;
        final int ringCount = 2 * spec.queuePairs();
        rings = new VhostRings(
                spec.queuePairs(),
                spec.records()
                        .map(file -> RingRecords.inFile(file, ringCount))
                        .orElseGet(() -> RingRecords.inMemory(ringCount)));
        counters = new SummedCounters(() -> 0, this::discardedCount);
        backEnd = new VhostBackEnd(name(), rings, this::ringsChanged);
        lasting = new LastingConnection(control, keeper, name());
        receivers = new VhostReceiver[spec.queuePairs()];
        Arrays.setAll(
                receivers,
                pair -> new VhostReceiver(
                        pool, rings.receiveRing(pair), counters.newQueue(), newVhostCounters(), this::alarm));
    }

    /**
     * Makes the socket, or begins to look for the guest's.
     *
     * @param control the thread that serves the port; it outlives the port
     * @throws LinuxException EADDRINUSE when somebody else has the socket, or another error of its making; a client waits
     *     for a socket without a word
     */
    public static VhostUserPort open(final VhostControl control, final PacketPool pool, final VhostUserSpec spec) {
        return open(control, pool, spec, DescriptorKeeper.NONE);
    }

    /**
     * The same; or goes on with the guest's connection of the process before this one.
     *
     * @param keeper has that connection, and gets this port's
     */
    public static VhostUserPort open(
            final VhostControl control,
            final PacketPool pool,
            final VhostUserSpec spec,
            final DescriptorKeeper keeper) {
        final VhostUserPort port = new VhostUserPort(control, pool, spec, keeper);
        try {
            control.call(port::begin);
            return port;
        } catch (final RuntimeException failure) {
            port.rings.close();
            throw failure;
        }
    }

    @Override
    public String name() {
        return spec.path().toString();
    }

    @Override
    public String kind() {
        return PortKind.VHOST_USER.text();
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
        return new VhostSender(
                lcoreIndex,
                rings,
                pool,
                counters.newQueue(),
                newVhostCounters(),
                this::alarm,
                new Patience(spec.txWait(), System::nanoTime));
    }

    @Override
    public Offloads offloads() {
        return offloads;
    }

    /** A receive queue is enabled while the guest runs and has enabled the ring that it sends on. */
    @Override
    public DeviceQueues queues() {
        return new DeviceQueues() {
            @Override
            public boolean isEnabled(final int rxQueue) {
                return rings.isReceiving(rxQueue);
            }

            @Override
            public long receivedCount(final int rxQueue) {
                return counters.rxPackets(rxQueue);
            }

            @Override
            public int transmitQueueOf(final int lcoreIndex) {
                final VhostRing ring = rings.transmitRing(lcoreIndex);
                return ring == null ? NO_QUEUE : ring.index() / 2;
            }

            @Override
            public Optional<RingState> ring(final boolean transmit, final int queue) {
                return Optional.of(look(rings.all()[2 * queue + (transmit ? 0 : 1)]));
            }

            @Override
            public Optional<FarSide> farSide() {
                return Optional.of(VhostFarSide.of(isConnected(), rings, vhostCounters));
            }

            @Override
            public List<SharedMemory> sharedMemory() {
                return isConnected() ? backEnd.shared() : List.of();
            }

            @Override
            public List<RingDescriptors> ringDescriptors() {
                return Arrays.stream(rings.all())
                        .filter(VhostRing::runs)
                        .map(VhostRing::descriptors)
                        .filter(Objects::nonNull)
                        .toList();
            }
        };
    }

    @Override
    public int polledRxQueues() {
        return Math.max(1, rings.runningReceiveRings());
    }

    @Override
    public void onChange(final Runnable listener) {
        control.call(() -> changed = listener);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    /** How many queue pairs take packets for the guest now. Any thread. */
    public int openQueuePairs() {
        return rings.openCount();
    }

    /** Whether a front end is connected. Any thread. */
    public boolean isConnected() {
        return session != null;
    }

    /** What the guest did wrong with its rings, over all of them, by kind. Any thread. */
    public long faultCount(final RingFault fault) {
        return Arrays.stream(rings.all())
                .mapToLong(ring -> ring.faults.count(fault))
                .sum();
    }

    /** Bursts that were lost because the guest's memory vanished under them. Any thread. */
    public long memoryFaultCount() {
        return vhostCounters.stream().mapToLong(VhostCounters::memoryFaultCount).sum();
    }

    /** Frames that came on queues which the guest had not enabled. Any thread. */
    public long discardedCount() {
        return vhostCounters.stream().mapToLong(VhostCounters::discardedCount).sum();
    }

    @Override
    public void close() {
        control.call(() -> {
            endpoint.close();
            if (pump != null) {
                pump.close("the port was closed");
            }
        });
        rings.close();
        spec.records().ifPresent(VhostUserPort::delete);
    }

    /** For tests: what the kernel does for a process that was killed, but for the guest's own descriptors. */
    void abandon() {
        control.call(endpoint::close);
    }

    /** A port that is closed in order leaves nothing to go on with. */
    private static void delete(final Path records) {
        try {
            Files.deleteIfExists(records);
        } catch (final IOException stays) {
            LOG.log(Level.WARNING, "cannot remove " + records, stays);
        }
    }

    private VhostCounters newVhostCounters() {
        final VhostCounters fresh = new VhostCounters();
        vhostCounters.add(fresh);
        return fresh;
    }

    private void begin() {
        final Optional<LastingConnection.Left> left = lasting.left();
        try {
            endpoint = Endpoint.open(control, spec.path(), spec.role(), left.isPresent(), this::connected);
        } catch (final LinuxException failure) {
            left.ifPresent(LastingConnection.Left::close);
            throw failure;
        }
        left.ifPresent(this::resume);
    }

    /** What the dead process had read and not said to the end is lost with it, so it had nothing of the kind kept. */
    private void resume(final LastingConnection.Left left) {
        connected(left.socket());
        backEnd.resume(session, left.record());
        if (session.ended() != null) {
            pump.close("the guest's connection could not be gone on with: " + session.ended());
        } else {
            GUESTS.log(
                    Level.INFO,
                    name() + ": goes on with the guest's connection; " + rings.openCount() + " queue pairs");
        }
    }

    private void connected(final UnixSocket socket) {
        final BackEndConfig config = BackEndConfig.of(GuestOffloads.offered(spec.offloads()), spec.queuePairs());
        final BackEndSession fresh = new BackEndSession(config, backEnd, Fds::close);
        session = fresh;
        pump = new Pump(control, socket, new PumpedBackEnd(fresh, socket, lasting), this::disconnected);
    }

    private void disconnected(final String reason) {
        GUESTS.log(Level.INFO, name() + ": disconnected: " + reason);
        lasting.changing();
        session = null;
        pump = null;
        offloads = Offloads.NONE;
        changed.run();
        endpoint.free();
    }

    private void ringsChanged() {
        rings.refresh();
        final BackEndSession current = session;
        final BackEndState state = current == null ? null : current.state();
        offloads = state == null ? Offloads.NONE : GuestOffloads.of(state.features());
        changed.run();
        LOG.log(Level.DEBUG, () -> name() + ": " + rings.openCount() + " queue pairs are open");
    }

    /** Who looks may be the first to find that the memory is gone. */
    private RingState look(final VhostRing ring) {
        final RingState state = ring.look();
        if (ring.isGone()) {
            alarm();
        }
        return state;
    }

    /** An lcore, or somebody who looked, met a broken ring. */
    private void alarm() {
        control.execute(() -> {
            final String cut = backEnd.shortRegions();
            if (!cut.isEmpty() && pump != null) {
                GUESTS.log(Level.WARNING, name() + ": " + cut);
                pump.close(cut);
            }
            for (final String broken : backEnd.brokenRings()) {
                GUESTS.log(Level.WARNING, name() + ": " + broken + "; it stops until the guest resets its device");
            }
        });
    }

    private record PumpedBackEnd(BackEndSession session, UnixSocket socket, LastingConnection lasting)
            implements Pump.Session {
        @Override
        public void hearing() {
            lasting.changing();
        }

        @Override
        public void quiet() {
            lasting.quiet(socket, session);
        }

        @Override
        public int wantedBytes() {
            return session.wantedBytes();
        }

        @Override
        public void receive(final ByteBuffer bytes, final int... fds) {
            session.receive(bytes, fds);
        }

        @Override
        public Outgoing poll() {
            return session.poll();
        }

        @Override
        public String ended() {
            return session.ended();
        }

        @Override
        public void close(final String reason) {
            session.close(reason);
        }
    }
}
