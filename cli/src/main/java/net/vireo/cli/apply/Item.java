// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv4Prefix;
import net.vireo.cli.text.Mac;

/** One table entry, as wanted or as the data plane has it: only what apply cares about. */
sealed interface Item {
    /** What identifies it in the data plane, as the tools name it: {@code vif0/3}, {@code nh 7}, {@code label 16}. */
    String title();

    /** How what the data plane has differs from this wanted entry: {@code vrf 1 -> 2}; empty when it does not. */
    List<String> differencesFrom(Item actual);

    /** Where differences are collected as {@code what old -> new}. */
    final class Differences {
        private final List<String> found = new ArrayList<>();

        Differences compare(final String what, final Object actual, final Object wanted) {
            if (!actual.equals(wanted)) {
                found.add(what + " " + actual + " -> " + wanted);
            }
            return this;
        }

        List<String> found() {
            return found;
        }
    }

    /**
     * A vif. Numbers as on the control socket (sheet vrouter-dataplane 1.1).
     *
     * @param crossConnect the vif it is connected with, -1 when it does not matter: a data plane may connect the fabric
     *     back to the host by itself
     */
    record VifItem(
            int index,
            int type,
            int transport,
            String device,
            int vrf,
            int mcastVrf,
            int flags,
            long mac,
            int address,
            int mtuBytes,
            int nexthop,
            int crossConnect)
            implements Item {
        /** Flags that the data plane sets by what the device can do; they are not ours to judge. */
        private static final int DEVICE_FLAGS = 0x20 | 0x20000 | 0x400000 | 0x800000;

        @Override
        public String title() {
            return "vif0/" + index;
        }

        /** The MTU is left out: the data plane takes the device's own. */
        @Override
        public List<String> differencesFrom(final Item actual) {
            final VifItem other = (VifItem) actual;
            final Differences differences = new Differences()
                    .compare("type", other.type, type)
                    .compare("transport", other.transport, transport)
                    .compare("device", other.device, device)
                    .compare("vrf", other.vrf, vrf)
                    .compare("flags", hex(other.flags & ~DEVICE_FLAGS), hex(flags))
                    .compare("address", Ipv4.text(other.address), Ipv4.text(address))
                    .compare("nh", other.nexthop, nexthop)
                    .compare("mac", Mac.text(other.mac), Mac.text(mac));
            if (crossConnect >= 0) {
                differences.compare("cross connect", other.crossConnect, crossConnect);
            }
            return differences.found();
        }

        private static String hex(final int flags) {
            return "0x" + Integer.toHexString(flags);
        }
    }

    /**
     * A next hop.
     *
     * @param rewriteDestination the destination MAC of an encap; of a tunnel, the data plane finds it: 0
     */
    record NexthopItem(
            int id,
            int type,
            int family,
            int flags,
            int vrf,
            int vif,
            int tunnelSource,
            int tunnelDestination,
            long rewriteDestination)
            implements Item {
        @Override
        public String title() {
            return "nh " + id;
        }

        @Override
        public List<String> differencesFrom(final Item actual) {
            final NexthopItem other = (NexthopItem) actual;
            final Differences differences = new Differences()
                    .compare("type", other.type, type)
                    .compare("family", other.family, family)
                    .compare("flags", other.flags, flags)
                    .compare("vrf", other.vrf, vrf)
                    .compare("vif", other.vif, vif)
                    .compare("source", Ipv4.text(other.tunnelSource), Ipv4.text(tunnelSource))
                    .compare("destination", Ipv4.text(other.tunnelDestination), Ipv4.text(tunnelDestination));
            if (rewriteDestination != 0) {
                differences.compare("mac", Mac.text(other.rewriteDestination), Mac.text(rewriteDestination));
            }
            return differences.found();
        }

        /** True when this one does what {@code other} does, whatever their ids. */
        boolean doesTheSameAs(final NexthopItem other) {
            return differencesFrom(other).isEmpty();
        }
    }

    /** A label of the incoming label map. */
    record LabelItem(int label, int nexthop) implements Item {
        @Override
        public String title() {
            return "label " + label;
        }

        @Override
        public List<String> differencesFrom(final Item actual) {
            return new Differences()
                    .compare("nh", ((LabelItem) actual).nexthop, nexthop)
                    .found();
        }
    }

    /** An IPv4 route; the label counts only with flag 1 (label valid). */
    record RouteItem(int vrf, Ipv4Prefix prefix, int nexthop, int label, int flags) implements Item {
        static final int FLAG_LABEL_VALID = 0x1;
        static final int FLAG_ARP_PROXY = 0x2;

        @Override
        public String title() {
            return "route " + prefix;
        }

        @Override
        public List<String> differencesFrom(final Item actual) {
            final RouteItem other = (RouteItem) actual;
            return new Differences()
                    .compare("nh", other.nexthop, nexthop)
                    .compare("label", other.labelText(), labelText())
                    .compare("flags", other.flags, flags)
                    .found();
        }

        private String labelText() {
            return (flags & FLAG_LABEL_VALID) != 0 ? Integer.toString(label) : "-";
        }
    }
}
