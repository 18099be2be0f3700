// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Map;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;

/**
 * From a request for an interface to the vif that lcores read, or a refusal. An add on an existing index changes it: what
 * the request leaves open (empty name, zero MAC and MTU, VRF -1) stays as it was. A sub-interface has its parent's device.
 */
final class InterfaceCheck {
    private static final int MAX_NAME_LENGTH = 64;

    /** What the kernel takes as the path of a socket. */
    private static final int MAX_PATH_LENGTH = 107;

    private static final int MAX_CROSS_CONNECTS = 3;
    private static final int KEEP_VRF = -1;

    private static final int HIGHEST_TYPE = 9;

    /** Types of the original that have no place here. */
    private static final Map<Integer, String> UNSUPPORTED = Map.of(
            4,
            "link-local interfaces of Xen do not exist here",
            7,
            "what was merged is counted without an interface of its own",
            Vif.TYPE_VLAN,
            "a VLAN device of the host belongs to the host's kernel",
            Vif.TYPE_MONITORING,
            "'vireo vifdump' listens to a vif without another one");

    private static final int DEFAULT_MTU = 1514;
    private static final int DEFAULT_GUEST_MTU = 9160;
    private static final int MAX_MTU = 65_535;

    /** Capabilities that the router finds out itself: TX checksum, VLAN offload, GRO needed, mergeable buffers. */
    private static final int ROUTERS_OWN_FLAGS = 0x20 | 0x20000 | 0x400000 | 0x800000;

    /** Room for the counters of 64 lcores and the drop counters that a get can ask for. */
    private static final int RESERVED_BYTES = 1400;

    private final VrInterface request;
    private final Vif before;
    private final Tables tables;

    /** The request names nothing: it changes an interface that stays what it is. */
    private final boolean keepsIdentity;

    private InterfaceCheck(final VrInterface request, final Tables tables) {
        final int index = request.value(VrInterface.IDX);
        Refusal.unlessInRange("vif", index, tables.limits().vifs());
        this.request = request;
        this.before = tables.vif(index);
        this.tables = tables;
        this.keepsIdentity = before != null && request.value(VrInterface.NAME).isEmpty();
    }

    /** Checks a request and completes it. */
    static Vif checked(final VrInterface request, final Tables tables) {
        return new InterfaceCheck(request, tables).vif();
    }

    private Vif vif() {
        completeIdentity();
        completeVrfs();
        completeFlags();
        final int mtu = completeMtu();
        final VifFeatures features = VifFeaturesCheck.checked(request, keepsIdentity ? before : null, tables);
        if (before != null && !before.features().vhost().equals(features.vhost())) {
            throw Refusal.invalid(
                    "vif " + before.index() + " has its vhost-user socket in another mode; delete it first");
        }
        final Vif vif = new Vif(
                request.value(VrInterface.IDX),
                request.value(VrInterface.TYPE),
                request.value(VrInterface.TRANSPORT),
                request.value(VrInterface.NAME),
                request.value(VrInterface.VRF),
                request.value(VrInterface.MCAST_VRF),
                request.value(VrInterface.FLAGS),
                mac(),
                WireIpv4.fromWire(request.value(VrInterface.IP)),
                mtu,
                nexthopId(),
                request.value(VrInterface.OS_IDX),
                crossConnect(),
                features);
        checkSize();
        return vif;
    }

    private void completeIdentity() {
        final String name = request.value(VrInterface.NAME);
        if (keepsIdentity) {
            request.put(VrInterface.NAME, before.name())
                    .put(VrInterface.TYPE, before.type())
                    .put(VrInterface.TRANSPORT, before.transport());
            return;
        }
        final int type = request.value(VrInterface.TYPE);
        if (type < 0 || type > HIGHEST_TYPE) {
            throw Refusal.invalid("vif type " + type + " does not exist");
        }
        final String why = UNSUPPORTED.get(type);
        if (why != null) {
            throw Refusal.unsupported("vifs of type " + type + ": " + why);
        }
        final int transport = request.value(VrInterface.TRANSPORT);
        Refusal.unlessInRange("transport", transport, Vif.TRANSPORT_SOCKET + 1);
        if (transport == Vif.TRANSPORT_PMD && type == Vif.TYPE_VIRTUAL || isSocket(type, transport, name)) {
            checkSocketName(type, name);
        } else if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw Refusal.invalid("a vif needs a name of 1 .. " + MAX_NAME_LENGTH + " characters");
        }
        if (before != null
                && (before.type() != type
                        || before.transport() != transport
                        || !before.name().equals(name))) {
            throw Refusal.invalid("vif " + before.index() + " is " + before.name() + "; delete it first");
        }
    }

    /** A poll mode fabric is a socket when its name says so; else that is a link's, or an address on a bus. */
    private static boolean isSocket(final int type, final int transport, final String name) {
        return type == Vif.TYPE_PHYSICAL
                && transport == Vif.TRANSPORT_PMD
                && (name.startsWith("/") || name.startsWith(Vif.VIRTIO_USER));
    }

    /** A guest's plain name becomes part of a file's name, a path is one. */
    private static void checkSocketName(final int type, final String name) {
        final String socket = name.startsWith(Vif.VIRTIO_USER) ? name.substring(Vif.VIRTIO_USER.length()) : name;
        final boolean path = socket.startsWith("/");
        if (type == Vif.TYPE_PHYSICAL && !path) {
            throw Refusal.invalid("behind " + Vif.VIRTIO_USER + " the fabric needs the absolute path of a socket");
        }
        if (socket.isEmpty() || socket.length() > (path ? MAX_PATH_LENGTH : MAX_NAME_LENGTH)) {
            throw Refusal.invalid("a poll mode vif needs a name of 1 .. " + MAX_NAME_LENGTH
                    + " characters, or the path of a socket of at most " + MAX_PATH_LENGTH);
        }
        if (!path && socket.indexOf('/') >= 0 || socket.indexOf(0) >= 0) {
            throw Refusal.invalid("the poll mode vif's name " + socket + " is neither plain nor an absolute path");
        }
    }

    private long mac() {
        final long mac = WireMac.fromBytes(request.value(VrInterface.MAC));
        if (mac != 0) {
            return mac;
        }
        if (before == null) {
            throw Refusal.invalid("a vif needs a MAC");
        }
        request.put(VrInterface.MAC, WireMac.toBytes(before.mac()));
        return before.mac();
    }

    private void completeVrfs() {
        if (before != null && request.value(VrInterface.VRF) == KEEP_VRF) {
            request.put(VrInterface.VRF, before.vrf());
        }
        checkVrf(request.value(VrInterface.VRF));
        checkVrf(request.value(VrInterface.MCAST_VRF));
    }

    private void checkVrf(final int vrf) {
        if (vrf != Vif.NO_VRF) {
            Refusal.unlessInRange("VRF", vrf, tables.limits().vrfs());
        }
    }

    private void completeFlags() {
        int flags = request.value(VrInterface.FLAGS) & ~ROUTERS_OWN_FLAGS;
        if ((flags & (Vif.FLAG_L3 | Vif.FLAG_L2)) == 0) {
            flags |= Vif.FLAG_L3 | Vif.FLAG_L2;
        }
        if (before != null) {
            flags |= before.flags() & ROUTERS_OWN_FLAGS;
        }
        request.put(VrInterface.FLAGS, flags);
    }

    private int completeMtu() {
        int mtu = request.value(VrInterface.MTU);
        if (mtu == 0) {
            mtu = before != null
                    ? before.mtu()
                    : request.value(VrInterface.TYPE) == Vif.TYPE_VIRTUAL ? DEFAULT_GUEST_MTU : DEFAULT_MTU;
        }
        Refusal.unlessInRange("MTU", mtu, MAX_MTU + 1);
        request.put(VrInterface.MTU, mtu);
        return mtu;
    }

    private int nexthopId() {
        final int id = request.value(VrInterface.NH_ID);
        Refusal.unlessInRange("next hop", id, tables.limits().nexthops());
        return id;
    }

    private int crossConnect() {
        final int[] peers = request.value(VrInterface.CROSS_CONNECT_IDX);
        if (peers.length > MAX_CROSS_CONNECTS) {
            throw Refusal.invalid(peers.length + " cross connects, at most " + MAX_CROSS_CONNECTS);
        }
        for (final int peer : peers) {
            if (tables.vif(peer) == null || peer == request.value(VrInterface.IDX)) {
                throw new Refusal(ResponseError.ENODEV, "cross connect to vif " + peer + ", which does not exist");
            }
        }
        if (peers.length > 0) {
            return peers[0];
        }
        if (before == null) {
            return Vif.NONE;
        }
        if (before.type() == Vif.TYPE_HOST && before.crossConnect() != Vif.NONE) {
            request.put(VrInterface.CROSS_CONNECT_IDX, before.crossConnect());
        }
        return before.crossConnect();
    }

    private void checkSize() {
        if (ObjectWriter.encode(request).length > DumpPage.LIMIT_BYTES - RESERVED_BYTES) {
            throw new Refusal(ResponseError.EMSGSIZE, "the vif's lists are longer than any reply can be");
        }
    }
}
