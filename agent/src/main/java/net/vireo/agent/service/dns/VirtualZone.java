// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.Ipv6Prefix;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv6Address;

/**
 * The names of one network: its guests' below the network's domain, both ways, and whole names of services. Does not change
 * once built. Any thread.
 */
public final class VirtualZone {
    /** The original's default time to live of records. */
    public static final int DEFAULT_TTL_S = 84_600;

    /** How long "there is no such name" holds: a guest that is added soon is to be found soon. */
    private static final int NEGATIVE_TTL_S = 10;

    private final DnsName domain;
    private final Map<DnsName, List<DnsRecord>> records;
    private final Set<DnsName> reverseZones;

    /** Names that have others below them. */
    private final Set<DnsName> inner = new HashSet<>();

    private VirtualZone(final Builder builder) {
        domain = builder.domain;
        records = Map.copyOf(builder.records);
        reverseZones = Set.copyOf(builder.reverseZones);
        inner.add(domain);
        reverseZones.forEach(this::addInner);
        records.keySet().forEach(this::addInner);
    }

    private void addInner(final DnsName name) {
        for (int from = 0; from < name.labels().size(); from++) {
            inner.add(new DnsName(name.labels().subList(from, name.labels().size())));
        }
    }

    /**
     * @param domain of the network, such as {@code red.example}
     * @throws IllegalArgumentException not a domain name
     */
    public static Builder named(final String domain) {
        return new Builder(DnsName.parse(domain));
    }

    /** A zone without names and domain: everything is somebody else's. */
    public static VirtualZone empty() {
        return named("").build();
    }

    /** Builds a zone. One thread. */
    public static final class Builder {
        private final DnsName domain;
        private final Map<DnsName, List<DnsRecord>> records = new HashMap<>();
        private final Set<DnsName> reverseZones = new HashSet<>();
        private int ttlS = DEFAULT_TTL_S;

        private Builder(final DnsName domain) {
            this.domain = domain;
        }

        /** Of what is added from now on. */
        public Builder ttlS(final int seconds) {
            if (seconds < 0) {
                throw new IllegalArgumentException("a time to live of " + seconds + " s; it is 0 or more");
            }
            ttlS = seconds;
            return this;
        }

        /**
         * A range whose addresses are ours to name: what has no name in it has none at all. A range that does not end with
         * an octet has no zone of its own in DNS; of such a one only the names that there are are answered.
         */
        public Builder subnet(final Ipv4Prefix subnet) {
            if (subnet.length() > 0 && subnet.length() % 8 == 0) {
                final DnsName all = DnsName.reverse(subnet.network());
                reverseZones.add(tail(all, subnet.length() / 8 + 2));
            }
            return this;
        }

        /** As {@link #subnet(Ipv4Prefix)}, in steps of four bits. */
        public Builder subnet(final Ipv6Prefix subnet) {
            if (subnet.length() > 0 && subnet.length() % 4 == 0) {
                final DnsName all = DnsName.reverse(subnet.network());
                reverseZones.add(tail(all, subnet.length() / 4 + 2));
            }
            return this;
        }

        private static DnsName tail(final DnsName name, final int labels) {
            return new DnsName(name.labels()
                    .subList(name.labels().size() - labels, name.labels().size()));
        }

        /**
         * A guest and its address, found by name and by address.
         *
         * @param host a name within the domain, or a whole one that ends with a dot
         * @throws IllegalArgumentException not a domain name
         */
        public Builder host(final String host, final int address) {
            final DnsName name = whole(host);
            add(name, DnsType.A, new WireWriter().u32(address).toBytes());
            addReverse(DnsName.reverse(address), name);
            return this;
        }

        /** As {@link #host(String, int)}. */
        public Builder host(final String host, final Ipv6Address address) {
            final DnsName name = whole(host);
            add(name, DnsType.AAAA, new WireWriter().ipv6(address).toBytes());
            addReverse(DnsName.reverse(address), name);
            return this;
        }

        private DnsName whole(final String host) {
            final boolean whole = host.endsWith(".") || domain.isRoot();
            final DnsName name = DnsName.parse(whole ? host : host + "." + domain);
            if (name.isRoot()) {
                throw new IllegalArgumentException("a host without a name");
            }
            return name;
        }

        private void addReverse(final DnsName reverse, final DnsName name) {
            final WireWriter out = new WireWriter();
            name.write(out);
            add(reverse, DnsType.PTR, out.toBytes());
        }

        private void add(final DnsName name, final int type, final Bytes data) {
            final DnsRecord record = new DnsRecord(type, ttlS, data);
            final List<DnsRecord> there = records.computeIfAbsent(name, none -> new ArrayList<>());
            if (!there.contains(record)) {
                there.add(record);
            }
        }

        /** The zone as it is now. */
        public VirtualZone build() {
            return new VirtualZone(this);
        }
    }

    /**
     * Whether the name is ours to answer, be it that it does not exist. Names of one label are: nobody else knows them, and to
     * ask others would only tell them. But what is asked of zones goes on: the top-level domains are names of one label too,
     * and a guest that verifies signatures walks down through them (RFC 4035).
     */
    boolean isOurs(final DnsName name, final int type) {
        return records.containsKey(name)
                || name.isSingle() && (!DnsType.isOfZones(type) || records.containsKey(whole(name)))
                || !domain.isRoot() && name.isWithin(domain)
                || reverseZones.stream().anyMatch(name::isWithin);
    }

    /** Whether there is anything with this name, or below it; a name of one label is one of the domain. */
    boolean exists(final DnsName name) {
        final DnsName whole = whole(name);
        // RFC 8020: a name with others below it exists, with nothing in it.
        return !whole.isRoot() && inner.contains(whole);
    }

    /** Records with this name and type. */
    List<DnsRecord> find(final DnsName name, final int type) {
        return records.getOrDefault(whole(name), List.of()).stream()
                .filter(record -> type == DnsType.ANY || record.type() == type)
                .toList();
    }

    private DnsName whole(final DnsName name) {
        return name.isSingle() && !records.containsKey(name) ? name.in(domain) : name;
    }

    /** What goes with "there is none", so that resolvers know for how long (RFC 2308). */
    DnsAnswer.Authority authority(final DnsName asked) {
        final DnsName zone = reverseZones.stream()
                .filter(asked::isWithin)
                .findFirst()
                .orElse(asked.isWithin(domain) && !domain.isRoot() ? domain : asked);
        final WireWriter out = new WireWriter();
        zone.write(out);
        zone.write(out);
        out.u32(1).u32(3600).u32(600).u32(86_400).u32(NEGATIVE_TTL_S);
        return new DnsAnswer.Authority(zone, new DnsRecord(DnsType.SOA, NEGATIVE_TTL_S, out.toBytes()));
    }
}
