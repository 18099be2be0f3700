// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.port.FarSide;
import net.vireo.port.HandoverCounts;
import net.vireo.port.PacedQueue;
import net.vireo.port.Port;
import net.vireo.port.RecordingPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.balance.BalancedPort;
import net.vireo.port.offload.Offloads;
import net.vireo.port.rss.RssPort;
import net.vireo.port.spread.TransmitRings;
import net.vireo.vrouter.control.FabricDevice;
import net.vireo.vrouter.control.VifPorts;
import net.vireo.vrouter.control.VifQueues;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.LcoreCommand;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.predict.Devices;
import net.vireo.vrouter.table.Vif;

/**
 * The devices behind the vifs: opens them, gives each queue to its lcore and each lcore a way to send, and takes all
 * that back. Changed by the control thread; {@link #refreshCounters} may be called by another one.
 */
final class AttachedVifs implements VifPorts, Devices {
    private static final Logger LOG = System.getLogger(AttachedVifs.class.getName());

    /** An lcore answers within a cycle; if it does not, it is dead or its CPU is taken. */
    private static final long ANSWER_MS = 5000;

    private final DeviceOpener opener;
    private final PortAssembly assembly;
    private final List<Lcore> lcores;
    private final CounterMemory counters;
    private final CrowdedGuests crowded = new CrowdedGuests();
    private final Map<Integer, PluggedPort> attached = new ConcurrentSkipListMap<>();

    /** Vifs whose device is to be opened later: all of a process that waits, else those whose device is missing. */
    private final Map<Integer, Vif> waiting = new TreeMap<>();

    /** Vifs whose device was deleted by somebody else. */
    private final Set<Integer> bereft = new HashSet<>();

    /** Vifs whose ports say that something changed. */
    private final Set<Integer> changed = ConcurrentHashMap.newKeySet();

    private final NumaPlaces numa;
    private final Runnable soon;
    private boolean open;

    /** @param soon asks the control thread to {@link #applyChanges}; from a port's own thread */
    AttachedVifs(
            final DeviceOpener opener,
            final PortAssembly assembly,
            final List<Lcore> lcores,
            final CounterMemory counters,
            final NumaPlaces numa,
            final Runnable soon) {
        this.numa = numa;
        this.opener = opener;
        this.assembly = assembly;
        this.soon = soon;
        this.lcores = List.copyOf(lcores);
        this.counters = counters;
    }

    @Override
    public void attach(final Vif vif) {
        if (attached.containsKey(vif.index())) {
            return;
        }
        if (!open) {
            waiting.put(vif.index(), vif);
            return;
        }
        attachNow(vif);
        waiting.remove(vif.index());
    }

    /**
     * Opens the devices of all vifs that wait, and from now on those of others at once. A device that cannot be opened
     * stays to be tried again: the others' traffic goes on meanwhile. The lcores run.
     */
    void open() {
        open = true;
        retry(Level.WARNING);
    }

    /** Lets go of devices that were deleted, and tries those that could not be opened. */
    void retry() {
        applyChanges();
        leaveGoneDevices();
        retry(Level.DEBUG);
        attached.forEach((vif, device) -> crowded.look(vif, device, queues(device)));
    }

    /**
     * A deleted device reports ready for ever, and its lcore would never sleep again. The vif stays without a device:
     * whoever deleted it may be about to delete the vif, so none is made in its place.
     */
    private void leaveGoneDevices() {
        for (final Map.Entry<Integer, PluggedPort> vif : Map.copyOf(attached).entrySet()) {
            final PluggedPort device = vif.getValue();
            if (device.port().isGone()) {
                final int index = vif.getKey();
                LOG.log(
                        Level.WARNING,
                        "vif {0}: its device {1} was deleted; it forwards nothing until it is deleted and added again",
                        index,
                        device.port().name());
                closeHandovers(index, device);
                onEveryLcore(lcore -> each -> each.removeDevice(index));
                attached.remove(index);
                bereft.add(index);
                release(device);
                synchronized (this) {
                    counters.port(index, device.port().counters());
                    device.close();
                }
            }
        }
    }

    /** The lcores are asked about all devices at once: each answer may wait for a CPU. */
    private void retry(final Level level) {
        final List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (final Vif vif : List.copyOf(waiting.values())) {
            try {
                answers.addAll(connect(vif));
                waiting.remove(vif.index());
                LOG.log(
                        level == Level.DEBUG ? Level.INFO : Level.DEBUG,
                        "vif {0}: {1} is open",
                        vif.index(),
                        vif.name());
            } catch (final RuntimeException missing) {
                LOG.log(
                        level,
                        "vif {0} has no device and forwards nothing until there is one: {1}",
                        vif.index(),
                        missing.getMessage());
            }
        }
        await(answers);
    }

    private void attachNow(final Vif vif) {
        final List<CompletableFuture<Void>> answers = connect(vif);
        try {
            await(answers);
        } catch (final RuntimeException failure) {
            detach(vif);
            throw failure;
        }
    }

    /** Opens a vif's device and tells the lcores. @return their answers to come */
    private List<CompletableFuture<Void>> connect(final Vif vif) {
        final PluggedPort device = assembly.plug(vif);
        if (device == null) {
            return List.of();
        }
        bereft.remove(vif.index());
        attached.put(vif.index(), device);
        device.device().onChange(() -> changed(vif.index()));
        changed(vif.index()); // what happened until it was listened to
        return ask(lcore -> connect(vif.index(), device, lcore));
    }

    /** What one lcore has to do; its transmit queue is made here, on the control thread. */
    private LcoreCommand connect(final int vif, final PluggedPort device, final int index) {
        final int served = device.served();
        if (index >= assembly.lcores()) { // it only polls
            return lcore -> addQueues(lcore, index, vif, device, 0, served);
        }
        final TxQueue transmit = device.txQueue(index);
        final Offloads far = device.far();
        return lcore -> {
            lcore.addTransmit(vif, transmit, far);
            if (device.rings() != null && device.rings().sendsForOthers(index)) {
                lcore.addRelay(vif, device.rings().relay(index));
            }
            addQueues(lcore, index, vif, device, 0, served);
        };
    }

    private static void addQueues(
            final Lcore lcore, final int index, final int vif, final PluggedPort device, final int from, final int to) {
        for (int queue = from; queue < to; queue++) {
            if (device.isOf(index, queue)) {
                lcore.addQueue(vif, PacedQueue.of(device.port().rxQueue(queue)));
            }
        }
    }

    /**
     * What becomes of guests' queues beyond the number of lcores, from now on. Where every queue is to be polled, those that
     * nobody polls are given to lcores at once; the other way only guests that are plugged later are concerned: who is
     * polled stays so.
     */
    void queuePolicy(final QueuePolicy policy) {
        assembly.policy(policy);
        if (policy == QueuePolicy.ALL) {
            attached.forEach(this::takeUp);
        }
    }

    /** How it is now. */
    QueuePolicy queuePolicy() {
        return assembly.policy();
    }

    private void takeUp(final int vif, final PluggedPort device) {
        final int[] queues = assembly.takeUp(device);
        if (queues.length == 0) {
            return;
        }
        final int served = device.served();
        onEveryLcore(index -> {
            final List<LcoreCommand> steps = new ArrayList<>();
            for (final int queue : queues) {
                if (device.places().lcoreOf(queue) == index) {
                    steps.add(takeUp(vif, device, index, queue, served));
                }
            }
            return lcore -> steps.forEach(step -> step.run(lcore));
        });
        LOG.log(
                Level.INFO,
                "vif {0} ({1}): {2} more queues are polled",
                vif,
                device.device().name(),
                queues.length);
    }

    /** Behind load balancing an lcore's queue looks after the device's; else a queue that its guest does not use waits. */
    private static LcoreCommand takeUp(
            final int vif, final PluggedPort device, final int index, final int queue, final int served) {
        if (device.port() instanceof BalancedPort balanced) {
            final RxQueue polled = device.device().rxQueue(queue);
            return lcore -> balanced.poll(index, polled);
        }
        return lcore -> addQueues(lcore, index, vif, device, queue, Math.min(queue + 1, served));
    }

    private void changed(final int vif) {
        changed.add(vif);
        soon.run();
    }

    /** Follows what ports have told: queues that a guest began or ceased to use, offloads that it takes. */
    void applyChanges() {
        for (final int vif : List.copyOf(changed)) {
            changed.remove(vif);
            final PluggedPort device = attached.get(vif);
            if (device != null) {
                applyChanges(vif, device);
            }
        }
    }

    private void applyChanges(final int vif, final PluggedPort device) {
        final int before = device.served();
        if (!device.refresh()) {
            return;
        }
        final Offloads far = device.far();
        final int now = device.served();
        onEveryLcore(index -> lcore -> {
            lcore.receiverTakes(vif, far);
            addQueues(lcore, index, vif, device, before, now);
            for (int queue = now; queue < before; queue++) {
                if (device.isOf(index, queue)) {
                    // Queues that come and go are rings in memory, which no pace stands in front of.
                    lcore.removeQueue(device.port().rxQueue(queue));
                }
            }
        });
        LOG.log(Level.DEBUG, "vif {0}: {1} queues are polled, its receiver takes {2}", vif, now, far);
    }

    @Override
    public void detach(final Vif vif) {
        waiting.remove(vif.index());
        final PluggedPort device = attached.get(vif.index());
        if (device == null) {
            forget(vif.index());
            return;
        }
        closeHandovers(vif.index(), device);
        onEveryLcore(index -> lcore -> lcore.removeVif(vif.index()));
        attached.remove(vif.index());
        release(device);
        synchronized (this) {
            device.close();
            counters.clearPort(vif.index());
        }
    }

    /** Lcores that hand over stop before those that send, which then send all there is. */
    private void closeHandovers(final int vif, final PluggedPort device) {
        if (device.rings() != null) {
            onEveryLcore(index -> lcore -> lcore.closeHandover(vif));
        }
    }

    private void release(final PluggedPort device) {
        assembly.release(device);
        crowded.forget(device);
    }

    /** A vif whose device had gone before it: nothing but its counters is left. */
    private void forget(final int vif) {
        if (bereft.remove(vif)) {
            onEveryLcore(index -> lcore -> lcore.removeVif(vif));
            counters.clearPort(vif);
        }
    }

    @Override
    public boolean isAttached(final int vif) {
        return attached.containsKey(vif);
    }

    @Override
    public boolean isOpen(final int vif) {
        final PluggedPort device = attached.get(vif);
        return device != null && device.isOpen();
    }

    @Override
    public RssPort rss(final int vif) {
        return attached.containsKey(vif) ? opener.rss(vif) : null;
    }

    @Override
    public FabricDevice fabric(final int vif) {
        final PluggedPort device = attached.get(vif);
        final String driver = opener.driver(vif);
        return device == null || driver.isEmpty()
                ? null
                : new FabricDevice(device.port().name(), driver, isUp(device), opener.linkCounters(vif));
    }

    /** A socket carries nothing while nobody is at its other end. */
    private static boolean isUp(final PluggedPort device) {
        return !device.port().isGone()
                && device.device().queues().farSide().map(FarSide::connected).orElse(true);
    }

    /** The load balancing in front of a vif's device, or null when it has none. */
    @Override
    public BalancedPort balanced(final int vif) {
        final PluggedPort device = attached.get(vif);
        return device != null && device.port() instanceof BalancedPort port ? port : null;
    }

    /** The rings between lcores that send by a vif's device, or null when it has none. */
    @Override
    public TransmitRings transmitRings(final int vif) {
        final PluggedPort device = attached.get(vif);
        return device == null ? null : device.rings();
    }

    /** The queues of a vif's device, or null when it has none. */
    @Override
    public VifQueues queues(final int vif) {
        final PluggedPort device = attached.get(vif);
        return device == null ? null : queues(device);
    }

    private VifQueues queues(final PluggedPort plugged) {
        return new VifQueues(
                plugged.device().kind(),
                assembly.lcores(),
                plugged.firstPoller(),
                assembly.policy(),
                plugged.places(),
                plugged.device().queues(),
                Optional.ofNullable(plugged.rings()),
                numa.of(plugged.device().name()));
    }

    /** The port of a vif as something to listen to, or null when it has none or none that can be. */
    RecordingPort recordingPort(final int vif) {
        final PluggedPort device = attached.get(vif);
        return device != null && device.device() instanceof RecordingPort port ? port : null;
    }

    /** Copies what the ports counted to the counter file. @return what they sum up to */
    synchronized PortTotals refreshCounters() {
        long held = 0;
        long toBeSent = 0;
        HandoverCounts handovers = HandoverCounts.NONE;
        for (final Map.Entry<Integer, PluggedPort> vif : attached.entrySet()) {
            final Port port = vif.getValue().port();
            counters.port(vif.getKey(), port.counters());
            held += vif.getValue().heldBuffers();
            toBeSent += vif.getValue().waitingToBeSent();
            handovers = handovers.plus(port.counters().handovers());
        }
        return new PortTotals(held, handovers, toBeSent);
    }

    private void onEveryLcore(final Function<Integer, LcoreCommand> commands) {
        await(ask(commands));
    }

    private List<CompletableFuture<Void>> ask(final Function<Integer, LcoreCommand> commands) {
        final List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < lcores.size(); i++) {
            answers.add(lcores.get(i).ask(commands.apply(i)));
        }
        return answers;
    }

    private static void await(final List<CompletableFuture<Void>> answers) {
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                    .get(ANSWER_MS, TimeUnit.MILLISECONDS);
        } catch (final TimeoutException late) {
            throw new LinuxException(Errno.ETIMEDOUT, "wait for an lcore to change its queues");
        } catch (final ExecutionException failure) {
            throw new IllegalStateException("an lcore could not change its queues", failure.getCause());
        } catch (final InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new LinuxException(Errno.EINTR, "wait for an lcore to change its queues");
        }
    }
}
