// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.EthtoolChannels;
import net.vireo.linux.struct.EthtoolDrvinfo;
import net.vireo.linux.struct.EthtoolValue;
import net.vireo.linux.struct.Ifreq;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * What a link does in hardware or in the stack's stead (linux/ethtool.h). Links are those of the calling thread's
 * network namespace, by name. Changing needs CAP_NET_ADMIN; reading needs nothing.
 */
public final class Ethtool {
    private static final int SIOCETHTOOL = 0x8946;
    private static final int GET_DRIVER_INFO = 0x03;
    private static final int GET_LINK = 0x0a;
    private static final int GET_CHANNELS = 0x3c;
    private static final int DRIVER_NAME_BYTES = 32;
    /** In ifreq's union: where the command's data is. */
    private static final long DATA_POINTER = Ifreq.FLAGS;

    private Ethtool() {}

    /** A switch that {@code ethtool -k} shows, by its get and set command. */
    public enum Offload {
        /** The device checks checksums of what it receives. */
        RX_CHECKSUM(0x14),
        /** The device fills in checksums of what it sends; off makes the stack do it. */
        TX_CHECKSUM(0x16),
        /** The device gathers a frame from several buffers. */
        SCATTER_GATHER(0x18),
        /** The device cuts long TCP segments; off makes the stack do it. */
        TSO(0x1e),
        /** The stack cuts long segments as late as possible. */
        GSO(0x23),
        /** The stack merges received segments. */
        GRO(0x2b);

        private final int getCommand;

        Offload(final int getCommand) {
            this.getCommand = getCommand;
        }

        private int setCommand() {
            return getCommand + 1;
        }
    }

    /** Whether an offload is on. */
    public static boolean offload(final String link, final Offload offload) {
        try (Scratch scratch = new Scratch()) {
            final long value = scratch.allocate(EthtoolValue.SIZE);
            Memory.putInt(value + EthtoolValue.COMMAND, offload.getCommand);
            control(scratch, link, value, "get " + offload);
            return Memory.getInt(value + EthtoolValue.DATA) != 0;
        }
    }

    /**
     * Switches an offload.
     *
     * @throws LinuxException EOPNOTSUPP when the device has no such switch, EPERM without the right
     */
    public static void setOffload(final String link, final Offload offload, final boolean on) {
        try (Scratch scratch = new Scratch()) {
            final long value = scratch.allocate(EthtoolValue.SIZE);
            Memory.putInt(value + EthtoolValue.COMMAND, offload.setCommand());
            Memory.putInt(value + EthtoolValue.DATA, on ? 1 : 0);
            control(scratch, link, value, "set " + offload + (on ? " on" : " off"));
        }
    }

    /** Switches every offload off that the link has: from then on whole, checksummed frames within the MTU leave it. */
    public static void setAllOffloadsOff(final String link) {
        for (final Offload offload : Offload.values()) {
            if (offload(link, offload)) {
                setOffload(link, offload, false);
            }
        }
    }

    /** The driver's name: {@code veth}, {@code tun}, {@code virtio_net}, ... */
    public static String driver(final String link) {
        try (Scratch scratch = new Scratch()) {
            final long info = scratch.allocate(EthtoolDrvinfo.SIZE);
            Memory.putInt(info + EthtoolDrvinfo.COMMAND, GET_DRIVER_INFO);
            control(scratch, link, info, "get driver");
            return NativeText.read(info + EthtoolDrvinfo.DRIVER, DRIVER_NAME_BYTES);
        }
    }

    /**
     * How many receive queues the link uses now.
     *
     * @throws LinuxException EOPNOTSUPP when its driver does not tell
     */
    public static int rxQueueCount(final String link) {
        try (Scratch scratch = new Scratch()) {
            final long channels = scratch.allocate(EthtoolChannels.SIZE);
            Memory.putInt(channels + EthtoolChannels.COMMAND, GET_CHANNELS);
            control(scratch, link, channels, "get channels");
            return Memory.getInt(channels + EthtoolChannels.RX) + Memory.getInt(channels + EthtoolChannels.COMBINED);
        }
    }

    /** Whether the link has a carrier. */
    public static boolean link(final String link) {
        try (Scratch scratch = new Scratch()) {
            final long value = scratch.allocate(EthtoolValue.SIZE);
            Memory.putInt(value + EthtoolValue.COMMAND, GET_LINK);
            control(scratch, link, value, "get link");
            return Memory.getInt(value + EthtoolValue.DATA) != 0;
        }
    }

    private static void control(final Scratch scratch, final String link, final long data, final String command) {
        final String call = "ioctl(SIOCETHTOOL, name=" + link + ", " + command + ")";
        final long request = scratch.allocate(Ifreq.SIZE);
        InterfaceName.write(request + Ifreq.NAME, link, call);
        Memory.putLong(request + DATA_POINTER, data);
        final int socket = Sockets.socket(Sockets.AF_INET, Sockets.SOCK_DGRAM, "socket(AF_INET, SOCK_DGRAM)");
        try {
            check(Syscall.call(SyscallNumber.IOCTL, socket, SIOCETHTOOL, request), "%s", call);
        } finally {
            Fds.close(socket);
        }
    }
}
