// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.node;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the ids of a node are called, and which of its objects came from a file: the content of the node's
 * {@code names.json}, which {@code vireo apply} writes. Mutable, for one thread.
 */
public final class NodeNames {
    /** A vif: the name a person gave it, its device, and its network ({@code ""} when it has none). */
    public record VifName(String name, String device, String network) {}

    /** A next hop: what it is for ({@code encap:g2-vm0}), which finds it again, and the same for people. */
    public record NexthopName(String key, String meaning) {}

    /** A route or a bridge entry that came from a file: its prefix, or its MAC. */
    public record RouteKey(int vrf, String prefix) implements Comparable<RouteKey> {
        @Override
        public int compareTo(final RouteKey other) {
            return vrf == other.vrf ? prefix.compareTo(other.prefix) : Integer.compare(vrf, other.vrf);
        }
    }

    private final String node;
    private final SortedMap<Integer, VifName> vifs = new TreeMap<>();
    private final SortedMap<Integer, String> vrfs = new TreeMap<>();
    private final SortedMap<Integer, NexthopName> nexthops = new TreeMap<>();
    private final SortedMap<Integer, String> labels = new TreeMap<>();
    private final SortedSet<RouteKey> routes = new TreeSet<>();
    private final SortedSet<RouteKey> macs = new TreeSet<>();
    private final SortedMap<Integer, String> vnis = new TreeMap<>();
    private final SortedMap<Integer, String> mirrors = new TreeMap<>();
    private final SortedMap<Integer, String> classes = new TreeMap<>();
    private final SortedMap<Integer, String> qosMaps = new TreeMap<>();

    /** No names yet. */
    public NodeNames(final String node) {
        this.node = node;
    }

    /** These names and those of {@code other} for ids that have none here. */
    public NodeNames with(final NodeNames other) {
        final NodeNames both = new NodeNames(node);
        both.add(other);
        both.add(this);
        return both;
    }

    private void add(final NodeNames other) {
        vifs.putAll(other.vifs);
        vrfs.putAll(other.vrfs);
        nexthops.putAll(other.nexthops);
        labels.putAll(other.labels);
        routes.addAll(other.routes);
        macs.addAll(other.macs);
        vnis.putAll(other.vnis);
        mirrors.putAll(other.mirrors);
        classes.putAll(other.classes);
        qosMaps.putAll(other.qosMaps);
    }

    /** The node that the names belong to; {@code ""} when unknown. */
    public String node() {
        return node;
    }

    /** Vif index to name. */
    public SortedMap<Integer, VifName> vifs() {
        return vifs;
    }

    /** VRF to network name. */
    public SortedMap<Integer, String> vrfs() {
        return vrfs;
    }

    /** Next hop id to name. */
    public SortedMap<Integer, NexthopName> nexthops() {
        return nexthops;
    }

    /** Label to meaning. */
    public SortedMap<Integer, String> labels() {
        return labels;
    }

    /** Routes that came from a file. */
    public SortedSet<RouteKey> routes() {
        return routes;
    }

    /** Bridge entries that came from a file. */
    public SortedSet<RouteKey> macs() {
        return macs;
    }

    /** VNI to meaning. */
    public SortedMap<Integer, String> vnis() {
        return vnis;
    }

    /** Mirror index to name. */
    public SortedMap<Integer, String> mirrors() {
        return mirrors;
    }

    /** Forwarding class to name. */
    public SortedMap<Integer, String> classes() {
        return classes;
    }

    /** QoS map to name. */
    public SortedMap<Integer, String> qosMaps() {
        return qosMaps;
    }

    /** A vif's name with its network, as it stands in brackets behind an id; empty when it has none. */
    public String vif(final int index) {
        final VifName name = vifs.get(index);
        if (name == null) {
            return "";
        }
        return name.network().isEmpty() ? name.name() : name.name() + " in " + name.network();
    }

    /** A VRF's network; empty when it has none. */
    public String vrf(final int vrf) {
        return vrfs.getOrDefault(vrf, "");
    }

    /** What a next hop does; empty when unknown. */
    public String nexthop(final int id) {
        final NexthopName name = nexthops.get(id);
        return name == null ? "" : name.meaning();
    }

    /** What a label leads to; empty when unknown. */
    public String label(final int label) {
        return labels.getOrDefault(label, "");
    }

    /** The index of a vif by the name or the device that a person gave, or -1. */
    public int vifNamed(final String name) {
        for (final Map.Entry<Integer, VifName> vif : vifs.entrySet()) {
            if (vif.getValue().name().equals(name) || vif.getValue().device().equals(name)) {
                return vif.getKey();
            }
        }
        return -1;
    }

    private List<Object> all() {
        return List.of(node, vifs, vrfs, nexthops, labels, routes, macs, vnis, mirrors, classes, qosMaps);
    }

    /** Whether both say the same now. */
    @Override
    public boolean equals(final Object other) {
        return other instanceof final NodeNames names && all().equals(names.all());
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }
}
