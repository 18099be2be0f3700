// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.vireo.agent.policy.IpPrefix;

/**
 * Where an address lies.
 *
 * @param prefix of the route that was found
 * @param nexthop that leads there
 * @param kind what that is
 * @param vif of a guest here, {@link #NONE} for others
 * @param members of an ECMP next hop by their places; null where one was taken out, so that the others keep theirs
 * @param networks that the addresses belong to
 * @param securityGroups that the addresses are members of
 * @param tags that they carry
 */
public record FlowRoute(
        IpPrefix prefix,
        int nexthop,
        Kind kind,
        int vif,
        List<Member> members,
        Set<String> networks,
        Set<Integer> securityGroups,
        Set<Integer> tags) {
    /** No interface, no member. */
    public static final int NONE = -1;

    public FlowRoute {
        members = Collections.unmodifiableList(new ArrayList<>(members));
        networks = Set.copyOf(networks);
        securityGroups = Set.copyOf(securityGroups);
        tags = Set.copyOf(tags);
    }

    /** Without tags. */
    public FlowRoute(
            final IpPrefix prefix,
            final int nexthop,
            final Kind kind,
            final int vif,
            final List<Member> members,
            final Set<String> networks,
            final Set<Integer> securityGroups) {
        this(prefix, nexthop, kind, vif, members, networks, securityGroups, Set.of());
    }

    /** What a route leads to. */
    public enum Kind {
        /** An interface here, a guest's or the host's. */
        LOCAL,
        /** Another node. */
        REMOTE,
        /** One of several. */
        ECMP,
        /** The agent, whose answers need no flow. */
        NODE,
        /** Nowhere. */
        DISCARD
    }

    /**
     * One of several.
     *
     * @param vif of a guest here, {@link #NONE} for what is elsewhere
     */
    public record Member(int nexthop, int vif) {}

    /** A guest here. */
    public static FlowRoute local(final IpPrefix prefix, final int nexthop, final int vif, final String network) {
        return new FlowRoute(prefix, nexthop, Kind.LOCAL, vif, List.of(), Set.of(network), Set.of());
    }

    /** A guest elsewhere. */
    public static FlowRoute remote(final IpPrefix prefix, final int nexthop, final String network) {
        return new FlowRoute(prefix, nexthop, Kind.REMOTE, NONE, List.of(), Set.of(network), Set.of());
    }

    /** Whether packets of its addresses may come from an interface. */
    boolean leadsTo(final int id) {
        return kind == Kind.LOCAL && vif == id
                || kind == Kind.ECMP && members.stream().anyMatch(member -> member != null && member.vif == id);
    }

    /** The place of a member that is there, from a hash on; {@link #NONE} when there is none at all. */
    int choose(final int hash) {
        for (int i = 0; i < members.size(); i++) {
            final int place = Math.floorMod(hash + i, members.size());
            if (members.get(place) != null) {
                return place;
            }
        }
        return NONE;
    }

    boolean hasMember(final int place) {
        return place >= 0 && place < members.size() && members.get(place) != null;
    }
}
