// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import net.vireo.linux.memory.Memory;
import net.vireo.port.DescriptorKeeper;
import net.vireo.port.MemoryPort;
import net.vireo.port.OffloadMode;
import net.vireo.port.Port;
import net.vireo.port.RecordingPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.balance.BalanceMode;
import net.vireo.port.balance.BalancedPort;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.TxWait;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VhostUserPort;
import net.vireo.port.vhost.VhostUserSpec;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
import net.vireo.vrouter.control.VifQueues;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.table.Vif;

/**
 * A fabric on a memory cable and guests on vhost-user rings, put together as the data plane does it (receive side scaling,
 * places of queues, load balancing, transmit queues), without its graph: one thread plays all lcores, and what an lcore has
 * to process it sends to where the test says.
 */
final class MappingRig implements AutoCloseable {
    static final int FABRIC = Vif.FABRIC_INDEX;
    static final int RING_ENTRIES = 256;

    /** As many queues as every guest may have. */
    private static final int QUEUE_PAIRS = 16;

    private static final int IDLE_ROUNDS = 4;
    private static final int BURST = 32;
    private static final int CABLE_PACKETS = 4096;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private final int lcores;
    private final QueuePolicy policy;
    private final Path directory;
    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(8192, 8), false);
    private final PoolCache cache = pool.newCache(0);
    private final VhostControl devices = VhostControl.start();
    private final VhostControl drivers = VhostControl.start();
    private final MemoryPort.Pair cable;
    private final TxQueue wire;
    private final PortAssembly assembly;
    private final Map<Integer, PluggedPort> plugged = new TreeMap<>();
    private final Map<Integer, VirtioUserPort> guests = new HashMap<>();
    private final Map<Integer, List<TxQueue>> senders = new HashMap<>();
    private final long[] burst = new long[BURST];

    /** What became of a packet: which lcores polled and processed it, and the queue by which it left. */
    record Walk(int poller, int processor, int queue) {}

    MappingRig(final int lcores, final LoadBalance mode, final QueuePolicy policy, final Path directory) {
        this.lcores = lcores;
        this.policy = policy;
        this.directory = directory;
        cable = MemoryPort.pair(pool, "wire", "fabric", lcores, CABLE_PACKETS);
        wire = cable.left().txQueue(0);
        final DeviceOptions options = new DeviceOptions(true, Optional.empty(), DeviceOptions.Offloading.NONE);
        final FabricOpener fabric = new FabricOpener(
                pool,
                options,
                new VhostOpener(
                        pool,
                        directory,
                        directory,
                        OffloadMode.NONE,
                        DescriptorKeeper.NONE,
                        new TxWait(0))); // opens none
        assembly = new PortAssembly(
                (vif, queues) -> new RecordingPort(
                        vif.type() == Vif.TYPE_PHYSICAL ? fabric.scaled(vif, cable.right(), queues) : vhost(vif), pool),
                new Balancing(new BalanceMode(mode), pool, lcores, 0, 1024),
                policy,
                1024);
    }

    /** The fabric, with a queue for each lcore. */
    void plugFabric() {
        plug(vif(FABRIC, Vif.TYPE_PHYSICAL));
    }

    /** A guest that uses so many queues of those it may have. */
    void plugGuest(final int index, final int queues) {
        plug(vif(index, Vif.TYPE_VIRTUAL));
        final VirtioUserPort guest = VirtioUserPort.open(
                drivers,
                pool,
                new VirtioUserSpec(socket(index), SocketRole.CLIENT, queues, RING_ENTRIES, false, OffloadMode.NONE));
        guests.put(index, guest);
        await(() -> guest.isRunning() && enabledCount(index) == queues);
        for (int queue = 0; queue < queues; queue++) {
            assertThat(guest.rxQueue(queue).receive(cache, burst, 1)).isZero(); // gives the device buffers
        }
    }

    void unplugGuest(final int index) {
        guests.remove(index).close();
        final PluggedPort port = plugged.remove(index);
        assembly.release(port);
        port.port().close();
    }

    /** The guest switches a queue pair on or off, and the device has heard. */
    void enable(final int index, final int queue, final boolean enabled) {
        guests.get(index).enable(queue, enabled);
        await(() -> queues(index).device().isEnabled(queue) == enabled);
    }

    /** What tools are told. */
    VifQueues queues(final int index) {
        final PluggedPort port = plugged.get(index);
        return new VifQueues(
                port.device().kind(),
                lcores,
                policy,
                port.places(),
                port.device().queues());
    }

    /** The lcores of a vif's first queues. */
    List<Integer> places(final int index, final int count) {
        final int[] places = queues(index).places().lcores();
        return IntStream.range(0, count).mapToObj(queue -> places[queue]).toList();
    }

    /** By lcore, the queue that it sends to a vif by. */
    List<Integer> senders(final int index) {
        return IntStream.range(0, lcores)
                .mapToObj(lcore -> queues(index).device().transmitQueueOf(lcore))
                .toList();
    }

    /** The load balancing behind a vif, null without. */
    BalancedPort balanced(final int index) {
        return plugged.get(index).port() instanceof BalancedPort port ? port : null;
    }

    PluggedPort plugged(final int index) {
        return plugged.get(index);
    }

    /** What lcores receive from and send to. */
    Port port(final int index) {
        return plugged.get(index).port();
    }

    /** One frame comes in from the wire and is sent to a guest. */
    Walk fromWire(final byte[] frame, final int toGuest) {
        wireSends(frame);
        return only(FABRIC, toGuest);
    }

    /** A guest sends one frame on a queue, and it is sent to the wire; null when it went nowhere. */
    Walk fromGuest(final int guest, final int queue, final byte[] frame) {
        assertThat(guestSends(guest, queue, frame)).isTrue();
        return only(guest, FABRIC);
    }

    void wireSends(final byte[] frame) {
        burst[0] = packet(frame);
        assertThat(wire.transmit(cache, burst, 1)).isEqualTo(1);
    }

    /** @return false when the guest's ring is full */
    boolean guestSends(final int guest, final int queue, final byte[] frame) {
        burst[0] = packet(frame);
        final int taken = guests.get(guest).txQueue(queue).transmit(cache, burst, 1);
        cache.free(burst, taken, 1);
        return taken == 1;
    }

    /** Lets every lcore work until nothing is left. @return by the packets' numbers, in order, who processed each */
    Map<Integer, Integer> process(final int to) {
        final Map<Integer, Integer> processors = new HashMap<>();
        int idle = 0;
        while (idle < IDLE_ROUNDS) {
            idle++;
            for (int lcore = 0; lcore < lcores; lcore++) {
                idle = poll(lcore, to, processors) > 0 ? 0 : idle;
            }
        }
        return processors;
    }

    /** Takes what has come out of a vif. @return the numbers of the packets, by queue, in order */
    List<List<Integer>> arrived(final int at) {
        final Port far = at == FABRIC ? cable.left() : guests.get(at);
        final List<List<Integer>> numbers = new ArrayList<>();
        for (int queue = 0; queue < far.rxQueueCount(); queue++) {
            final List<Integer> here = new ArrayList<>();
            int n = BURST;
            while (n > 0) {
                n = far.rxQueue(queue).receive(cache, burst, BURST);
                for (int i = 0; i < n; i++) {
                    here.add(number(burst[i]));
                }
                cache.free(burst, 0, n);
            }
            numbers.add(here);
        }
        return numbers;
    }

    @Override
    public void close() {
        plugged.values().forEach(each -> each.port().close());
        guests.values().forEach(VirtioUserPort::close);
        cable.left().close();
        devices.close();
        drivers.close();
        assertThat(pool.balance().holds(0)).as("every buffer came back").isTrue();
        pool.close();
    }

    private void plug(final Vif vif) {
        final PluggedPort port = assembly.plug(vif);
        plugged.put(vif.index(), port);
        senders.put(
                vif.index(),
                IntStream.range(0, lcores).mapToObj(port.port()::txQueue).toList());
    }

    private Port vhost(final Vif vif) {
        return VhostUserPort.open(
                devices,
                pool,
                new VhostUserSpec(socket(vif.index()), SocketRole.SERVER, QUEUE_PAIRS, OffloadMode.NONE));
    }

    private Path socket(final int index) {
        return directory.resolve("uvh" + index);
    }

    private static Vif vif(final int index, final int type) {
        return new Vif(index, type, Vif.TRANSPORT_PMD, "vif" + index, 0, Vif.NO_VRF, 0, 0, 0, 1514, 0, -1, Vif.NONE);
    }

    private int enabledCount(final int index) {
        return (int) IntStream.range(0, QUEUE_PAIRS)
                .filter(queues(index).device()::isEnabled)
                .count();
    }

    private Walk only(final int from, final int to) {
        final long[] before = polled(from);
        final Map<Integer, Integer> processors = process(to);
        if (processors.isEmpty()) {
            return null;
        }
        final int processor = processors.values().iterator().next();
        final long[] after = polled(from);
        final int poller = IntStream.range(0, after.length)
                .filter(lcore -> after[lcore] > before[lcore])
                .findFirst()
                .orElse(processor); // nothing is counted where nothing is handed over
        final List<List<Integer>> arrived = arrived(to);
        final int queue = IntStream.range(0, arrived.size())
                .filter(each -> !arrived.get(each).isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(arrived.stream().mapToInt(List::size).sum()).isEqualTo(1);
        return new Walk(poller, processor, queue);
    }

    private long[] polled(final int index) {
        final BalancedPort balanced = balanced(index);
        return balanced == null
                ? new long[0]
                : IntStream.range(0, lcores).mapToLong(balanced::polledCount).toArray();
    }

    private int poll(final int lcore, final int to, final Map<Integer, Integer> processors) {
        int all = 0;
        for (final PluggedPort port : plugged.values()) {
            for (int queue = 0; queue < port.port().rxQueueCount(); queue++) {
                if (port.isOf(lcore, queue)) {
                    all += pass(port.port().rxQueue(queue), lcore, to, processors);
                }
            }
        }
        return all;
    }

    private int pass(final RxQueue from, final int lcore, final int to, final Map<Integer, Integer> processors) {
        final int n = from.receive(cache, burst, BURST);
        for (int i = 0; i < n; i++) {
            processors.put(number(burst[i]), lcore);
        }
        if (n > 0) {
            final int taken = senders.get(to).get(lcore).transmit(cache, burst, n);
            cache.free(burst, taken, n);
        }
        return n;
    }

    private long packet(final byte[] frame) {
        final long empty = cache.takeSmall();
        Memory.fill(pool.address(PacketRef.id(empty)), pool.dataLimit(PacketRef.id(empty)), (byte) 0xa5);
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), frame.length);
        Memory.copyIn(frame, 0, pool.dataAddress(packet), frame.length);
        return packet;
    }

    private int number(final long packet) {
        return Memory.getIntBe(pool.dataAddress(packet) + PacketRef.length(packet) - Integer.BYTES);
    }

    static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }
}
