// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import java.util.Arrays;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.Ifreq;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * A TAP device: an Ethernet interface whose other side is a descriptor per queue; one frame per read and write. The
 * device is made in the network namespace of the opening thread; moved elsewhere it keeps working, since the
 * descriptors hold it. It goes away with its last descriptor unless it is persistent.
 *
 * <p>Made and closed by one thread; a queue's descriptor may be read and written from any one other thread.
 */
public final class Tap implements AutoCloseable {
    /** Offload: user space takes packets whose checksum is not filled in. The others need this one. */
    public static final int OFFLOAD_CHECKSUM = 0x01;
    /** Offload: user space takes TCP segments longer than the MTU, IPv4. */
    public static final int OFFLOAD_TSO4 = 0x02;
    /** Offload: user space takes TCP segments longer than the MTU, IPv6. */
    public static final int OFFLOAD_TSO6 = 0x04;
    /** Offload: long TCP segments may carry ECN marks. */
    public static final int OFFLOAD_TSO_ECN = 0x08;
    /** Offload: UDP segments longer than the MTU, IPv4; only together with {@link #OFFLOAD_USO6}. */
    public static final int OFFLOAD_USO4 = 0x20;
    /** Offload: UDP segments longer than the MTU, IPv6; only together with {@link #OFFLOAD_USO4}. */
    public static final int OFFLOAD_USO6 = 0x40;

    private static final String DEVICE = "/dev/net/tun";
    private static final int TUNSETIFF = 0x400454ca;
    private static final int TUNSETPERSIST = 0x400454cb;
    private static final int TUNSETOFFLOAD = 0x400454d0;
    private static final int TUNSETVNETHDRSZ = 0x400454d8;
    private static final int TUNSETCARRIER = 0x400454e2;
    private static final int IFF_TAP = 0x0002;
    private static final int IFF_MULTI_QUEUE = 0x0100;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;

    private final String name;
    private final int[] fds;

    private Tap(final String name, final int[] fds) {
        this.name = name;
        this.fds = fds;
    }

    /**
     * Makes the device, or attaches to a persistent one of that name, with non-blocking queues and without the
     * 4-byte packet information in front of frames.
     *
     * @param wantedName 1 to 15 bytes; {@code tap%d} lets the kernel number it
     * @param queues 1 to 256; the device is multi-queue when there are more than one. An existing device must have
     *     been made with the same flags: EINVAL otherwise
     * @param vnetHeader each frame is led by a virtio-net header, 10 bytes until {@link #setVnetHeaderSize}
     * @throws LinuxException ENOENT or EACCES without a usable /dev/net/tun, EPERM without CAP_NET_ADMIN, EBUSY when
     *     someone else holds the device
     */
    public static Tap open(final String wantedName, final int queues, final boolean vnetHeader) {
        if (queues < 1) {
            throw new LinuxException(Errno.EINVAL, "open(" + DEVICE + "): a TAP has at least one queue, not " + queues);
        }
        final int flags = IFF_TAP | IFF_NO_PI | (queues > 1 ? IFF_MULTI_QUEUE : 0) | (vnetHeader ? IFF_VNET_HDR : 0);
        final int[] fds = new int[queues];
        Arrays.fill(fds, -1);
        try {
            String name = wantedName;
            for (int queue = 0; queue < queues; queue++) {
                fds[queue] = Fds.open(DEVICE, Fds.READ_WRITE | Fds.NON_BLOCKING, 0);
                // The first queue learns the name that the kernel chose; the others join by it.
                name = attach(fds[queue], name, flags);
            }
            return new Tap(name, fds);
        } catch (final LinuxException failure) {
            closeAll(fds);
            throw failure;
        }
    }

    /**
     * A device that another process opened and handed over, with everything that was set on it.
     *
     * @param name for messages
     * @param fds one for each queue, which this now owns
     */
    public static Tap adopt(final String name, final int... fds) {
        return new Tap(name, fds.clone());
    }

    /** The name at opening; a later rename is not seen here. */
    public String name() {
        return name;
    }

    /** How many queues it was opened with. */
    public int queues() {
        return fds.length;
    }

    /** The non-blocking descriptor of a queue, for {@link Fds#tryRead}, {@link Fds#tryWrite} and {@link Epoll}. */
    public int fd(final int queue) {
        return fds[queue];
    }

    /** Whether the device outlives its descriptors, so that a restarted process can open it again. */
    public void setPersistent(final boolean persistent) {
        control(TUNSETPERSIST, persistent ? 1 : 0, "TUNSETPERSIST");
    }

    /**
     * What user space is able to receive; without it the kernel fills in checksums and cuts long segments first.
     *
     * @param offloads the constants of this class, or'ed
     */
    public void setOffload(final int offloads) {
        control(TUNSETOFFLOAD, offloads, "TUNSETOFFLOAD");
    }

    /** How many bytes of virtio-net header lead each frame: 10 or 12 (20 and 24 on newer kernels). */
    public void setVnetHeaderSize(final int sizeBytes) {
        controlPointed(TUNSETVNETHDRSZ, sizeBytes, "TUNSETVNETHDRSZ");
    }

    /** Whether the interface shows a carrier, as a pulled cable would not. */
    public void setCarrier(final boolean carrier) {
        controlPointed(TUNSETCARRIER, carrier ? 1 : 0, "TUNSETCARRIER");
    }

    @Override
    public void close() {
        closeAll(fds);
    }

    private static String attach(final int fd, final String name, final int flags) {
        try (Scratch scratch = new Scratch()) {
            final String call = "ioctl(TUNSETIFF, name=" + name + String.format(", flags=0x%x)", flags);
            final long request = scratch.allocate(Ifreq.SIZE);
            InterfaceName.write(request + Ifreq.NAME, name, call);
            Memory.putShort(request + Ifreq.FLAGS, (short) flags);
            check(Syscall.call(SyscallNumber.IOCTL, fd, TUNSETIFF, request), "%s", call);
            return InterfaceName.read(request + Ifreq.NAME);
        }
    }

    private void control(final int request, final long value, final String requestName) {
        final long result = Syscall.call(SyscallNumber.IOCTL, fds[0], request, value);
        check(result, "ioctl(%s, name=%s, value=%#x)", requestName, name, value);
    }

    private void controlPointed(final int request, final int value, final String requestName) {
        final long pointed = Syscall.threadScratch();
        Memory.putInt(pointed, value);
        final long result = Syscall.call(SyscallNumber.IOCTL, fds[0], request, pointed);
        check(result, "ioctl(%s, name=%s, value=%d)", requestName, name, value);
    }

    private static void closeAll(final int[] fds) {
        for (int queue = 0; queue < fds.length; queue++) {
            if (fds[queue] >= 0) {
                Fds.close(fds[queue]);
                fds[queue] = -1;
            }
        }
    }
}
