// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.Locale;
import net.vireo.sandesh.VrInterface;

/** Words for the type, the transport and the device of a vif. */
final class VifType {
    private static final String[] TYPES = {
        "Host",
        "Agent",
        "Physical",
        "Virtual",
        "XenLL",
        "Gateway",
        "Virtual(Vlan)",
        "Stats",
        "Virtual(Vlan)",
        "Monitoring"
    };
    private static final String[] TRANSPORTS = {"Virtual", "Ethernet", "PMD", "Socket"};
    private static final int PHYSICAL = 2;
    private static final int MONITORING = 9;
    private static final int VIRTUAL_TRANSPORT = 0;
    private static final int NO_SPEED = -1;

    private VifType() {}

    /** {@code Virtual}, {@code Physical}; the number for a type that is none. */
    static String type(final int type) {
        return type >= 0 && type < TYPES.length ? TYPES[type] : Integer.toString(type);
    }

    static String transport(final int transport) {
        return transport >= 0 && transport < TRANSPORTS.length ? TRANSPORTS[transport] : Integer.toString(transport);
    }

    /** What stands behind {@code vif0/n}: the kind of device, its name, its speed. */
    static String device(final VrInterface vif) {
        final String device = kindAndName(vif);
        final int speed = vif.value(VrInterface.SPEED);
        if (speed == NO_SPEED) {
            return device;
        }
        return device + " (Speed " + speed + ", Duplex " + vif.value(VrInterface.DUPLEX) + ")";
    }

    private static String kindAndName(final VrInterface vif) {
        final int type = vif.value(VrInterface.TYPE);
        final int transport = vif.value(VrInterface.TRANSPORT);
        final int osIndex = vif.value(VrInterface.OS_IDX);
        final String name = vif.value(VrInterface.NAME);
        if (type == MONITORING) {
            return "Monitoring: " + name + " for vif0/" + osIndex;
        }
        if (VifFlags.PMD.in(vif.value(VrInterface.FLAGS))) {
            return "PMD: " + (type == PHYSICAL ? Integer.toString(osIndex) : name);
        }
        if (type == PHYSICAL && transport == VIRTUAL_TRANSPORT) {
            return "PCI: " + pciAddress(osIndex);
        }
        return transport(transport) + ": " + name;
    }

    /** Domain, bus, device and function as they are packed into an OS index (sheet vrouter-wire, section 2). */
    private static String pciAddress(final int osIndex) {
        return String.format(
                Locale.ROOT,
                "%04x:%02x:%02x.%x",
                osIndex >>> 16,
                osIndex >>> 8 & 0xff,
                osIndex >>> 3 & 0x1f,
                osIndex & 0x7);
    }
}
