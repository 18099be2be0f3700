// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.vireo.agent.config.LinkLocalService;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.config.ServiceHealthCheck;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.service.Counters;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4Address;
import net.vireo.port.log.LimitedLog;

/**
 * Keeps the host's side of link-local services as it is configured, on a thread of its own, once a second and when the
 * database changes: the way to guests, and doors for each service: over TCP and UDP for those of the fabric, over TCP for
 * metadata and names. What cannot be done yet is a problem, and tried again.
 */
public final class HostServices implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(HostServices.class);
    private static final long LOOK_MS = 1000;

    /** How soon another database is looked at. */
    private static final long TICK_MS = 50;

    /** Where the original has its proxy (sheet control-plane 1.2). */
    private static final int METADATA_DOOR = 8097;

    /** Where guests ask for metadata. */
    public static final int METADATA_PORT = 80;

    private static final int ANY_PORT = 0;

    private final Supplier<OperState> state;
    private final NameQuestions questions;
    private final HostRoutes routes = new HostRoutes();
    private final Counters<DoorCounter> counters = new Counters<>(DoorCounter.class);
    private final Map<Doors.Asked, Open> open = new HashMap<>();
    private final Thread thread =
            Thread.ofPlatform().name("agent-host").daemon().unstarted(this::run);
    private volatile Doors doors = Doors.NONE;
    private volatile List<String> problems = List.of("link-local services were not looked at yet: wait a second");
    private volatile String metadataCounts = "";
    private volatile String names = "";
    private volatile boolean closing;

    /** @param wish what the door was opened for: another wish is another door */
    private record Open(Wish wish, AutoCloseable door, int port, Optional<MetadataSession> metadata) {
        void close() {
            try {
                door.close();
            } catch (final Exception e) {
                LOG.log(Level.INFO, "the door of service " + wish.name + " could not be closed: " + e);
            }
        }
    }

    private record Wish(String name, int address, Object what) {}

    /** What is behind the door for names. */
    private record Names() {}

    /**
     * Starts.
     *
     * @param state the database of the moment
     * @param names who answers questions over TCP
     */
    public HostServices(final Supplier<OperState> state, final NameQuestions names) {
        this.state = state;
        questions = names;
        thread.start();
    }

    /** The doors now; any thread. Another object whenever they are others. */
    public Doors doors() {
        return doors;
    }

    /** What cannot be done, a sentence each; any thread. */
    public List<String> problems() {
        return problems;
    }

    /** What was counted, by the names of services; any thread. */
    public Map<String, String> counters() {
        final Map<String, String> all = new LinkedHashMap<>();
        all.put("link-local services", "doors=" + doors.ports().size() + ", " + counters);
        all.put("names over TCP", names);
        all.put("metadata", metadataCounts);
        return all;
    }

    private void run() {
        while (!closing) {
            try {
                final OperState now = state.get();
                look(now);
                for (long leftMs = LOOK_MS; leftMs > 0 && state.get() == now; leftMs -= TICK_MS) {
                    Thread.sleep(TICK_MS);
                }
            } catch (final InterruptedException stop) {
                break;
            } catch (final RuntimeException e) {
                LOG.log(Level.ERROR, "link-local services could not be looked after: " + e, e);
            }
        }
        open.values().forEach(Open::close);
    }

    private void look(final OperState now) {
        final List<String> wrong = new ArrayList<>();
        final Map<Doors.Asked, Wish> wanted = wanted(now, wrong);
        // A node may well have no address here and serve guests all the same; datagrams reach its names without a door.
        final List<String> wrongWithNames = new ArrayList<>();
        if (!wanted.isEmpty() || asksGuests(now)) {
            final boolean others =
                    asksGuests(now) || wanted.keySet().stream().anyMatch(asked -> !asked.equals(Doors.Asked.NAMES));
            routes.look().ifPresent(others ? wrong::add : wrongWithNames::add);
        }
        if (asksGuests(now)) {
            now.config().node().flatMap(HostServices::missing).ifPresent(wrong::add);
        }
        final boolean closed = closeOthers(wanted);
        final boolean opened = openMissing(wanted, asked -> asked.equals(Doors.Asked.NAMES) ? wrongWithNames : wrong);
        names = !wanted.containsKey(Doors.Asked.NAMES)
                ? "no network's names are answered"
                : wrongWithNames.isEmpty() ? "served" : "not served: " + String.join("; ", wrongWithNames);
        if (closed || opened) {
            final Map<Doors.Asked, Doors.Door> ports = new HashMap<>();
            open.forEach((asked, door) -> ports.put(asked, new Doors.Door(door.wish.name, door.port)));
            doors = new Doors(now.config().node().map(NodeSettings::address).orElse(0), ports);
        }
        open.values().stream()
                .flatMap(door -> door.metadata.stream())
                .forEach(session -> metadataCounts = session.counters().toString());
        problems = List.copyOf(wrong);
    }

    /** Whether health checks go from the host to guests. */
    private static boolean asksGuests(final OperState now) {
        return now.config().all(ServiceHealthCheck.class).stream()
                .anyMatch(check -> check.enabled() && check.monitor() == ServiceHealthCheck.Monitor.HTTP);
    }

    /** What is wrong when the host has not the node's address: guests could not answer it. */
    private static Optional<String> missing(final NodeSettings node) {
        final String address = Ipv4Address.format(node.address());
        try {
            return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(address)) != null
                    ? Optional.empty()
                    : Optional.of(
                            "health checks over HTTP go from the node's address, which the host does not have: give"
                                    + " vhost0 " + address);
        } catch (final SocketException e) {
            return Optional.of("the host's addresses cannot be read: " + e.getMessage());
        }
    }

    private static Map<Doors.Asked, Wish> wanted(final OperState now, final List<String> wrong) {
        final Map<Doors.Asked, Wish> wanted = new LinkedHashMap<>();
        now.config().node().ifPresent(node -> {
            node.metadata()
                    .ifPresent(metadata -> wanted.put(
                            new Doors.Asked(HostAddress.METADATA, IpProtocol.TCP, METADATA_PORT),
                            new Wish("metadata", node.address(), metadata)));
            if (now.config().all(VirtualNetwork.class).stream().anyMatch(HostServices::answersForNames)) {
                wanted.put(Doors.Asked.NAMES, new Wish("names over TCP", node.address(), new Names()));
            }
            for (final LinkLocalService service : now.config().all(LinkLocalService.class)) {
                boolean taken = false;
                for (final int protocol : new int[] {IpProtocol.TCP, IpProtocol.UDP}) {
                    final Doors.Asked asked = new Doors.Asked(service.address().address4(), protocol, service.port());
                    final Wish other = wanted.putIfAbsent(asked, new Wish(service.name(), node.address(), service));
                    if (other != null && !taken) {
                        taken = true;
                        wrong.add(service.title() + " has the address and port of " + other.name + ", which counts");
                    }
                }
            }
        });
        return wanted;
    }

    /** Where guests ask the node: in the tenant's mode it only says that it does not answer. */
    private static boolean answersForNames(final VirtualNetwork network) {
        return network.dns().mode() != VirtualNetwork.DnsMode.NONE
                && network.subnets().stream()
                        .flatMap(subnet -> Stream.of(subnet.gateway(), subnet.dnsServer()))
                        .anyMatch(
                                address -> address.isPresent() && !address.get().ipv6());
    }

    private boolean closeOthers(final Map<Doors.Asked, Wish> wanted) {
        final List<Doors.Asked> gone = open.entrySet().stream()
                .filter(door -> !door.getValue().wish.equals(wanted.get(door.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(asked -> open.remove(asked).close());
        return !gone.isEmpty();
    }

    private boolean openMissing(final Map<Doors.Asked, Wish> wanted, final Function<Doors.Asked, List<String>> wrong) {
        boolean changed = false;
        for (final Map.Entry<Doors.Asked, Wish> door : wanted.entrySet()) {
            if (!open.containsKey(door.getKey())) {
                final Wish wish = door.getValue();
                try {
                    open.put(door.getKey(), open(door.getKey().protocol(), wish));
                    changed = true;
                } catch (final IOException e) {
                    wrong.apply(door.getKey())
                            .add("service " + wish.name + " cannot listen on the node's address: " + e.getMessage()
                                    + "; give vhost0 the address");
                }
            }
        }
        return changed;
    }

    private Open open(final int protocol, final Wish wish) throws IOException {
        if (protocol == IpProtocol.UDP && wish.what instanceof final LinkLocalService service) {
            final UdpRelay relay = new UdpRelay(wish.address, service, state, counters);
            return new Open(wish, relay, relay.port(), Optional.empty());
        }
        final GuestSession session = session(wish.what);
        final Optional<MetadataSession> metadata =
                session instanceof final MetadataSession proxy ? Optional.of(proxy) : Optional.empty();
        final int port = metadata.isPresent() ? METADATA_DOOR : ANY_PORT;
        final Listener listener = new Listener(wish.address, port, state, session, counters);
        return new Open(wish, listener, listener.port(), metadata);
    }

    private GuestSession session(final Object what) {
        return switch (what) {
            case final NodeSettings.Metadata metadata ->
                metadata.builtIn() ? new BuiltInMetadata() : new MetadataSession(metadata, counters);
            case final LinkLocalService service -> new TcpRelay(service.targets(), service.targetPort(), counters);
            case Names _ -> new DnsSession(questions);
            default -> throw new IllegalArgumentException("no service: " + what);
        };
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
