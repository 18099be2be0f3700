// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.xdp;

import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;

/**
 * The program on a link that gives each frame to the AF_XDP socket of the queue it came in on; a queue without a socket
 * leaves its frames to the kernel. It is gone from the link when this is closed, or when the process ends however it
 * does. Control thread.
 */
public final class XdpProgram implements AutoCloseable {
    private static final int CONTEXT = 1;
    private static final int RX_QUEUE_INDEX_OFFSET = 16;
    private static final int XDP_PASS = 2;
    private static final int HELPER_REDIRECT_MAP = 51;

    private final int map;
    private final int program;
    private int link = -1;
    private XdpMode mode;

    private XdpProgram(final int map, final int program) {
        this.map = map;
        this.program = program;
    }

    /**
     * Loads the program, attached to nothing yet.
     *
     * @param queueCount queues of the link
     * @throws LinuxException EPERM outside the machine's own user namespace or without CAP_BPF
     */
    public static XdpProgram load(final int queueCount) {
        final int map = Bpf.createSocketMap(queueCount);
        try {
            return new XdpProgram(map, Bpf.load(code(map)));
        } catch (final LinuxException failure) {
            Fds.close(map);
            throw failure;
        }
    }

    /** {@code return bpf_redirect_map(map, context->rx_queue_index, XDP_PASS)}. */
    static byte[] code(final int map) {
        return new BpfAssembler()
                .loadWord(2, CONTEXT, RX_QUEUE_INDEX_OFFSET)
                .loadMap(1, map)
                .set(3, XDP_PASS)
                .call(HELPER_REDIRECT_MAP)
                .exit()
                .code();
    }

    /** Frames of a queue go to this socket from now on. */
    public void lead(final int queue, final XdpSocket socket) {
        Bpf.putSocket(map, queue, socket.fd());
    }

    /**
     * Puts the program on a link of the calling thread's network namespace: in its driver, or where that cannot be, before
     * the stack. Once.
     *
     * @throws LinuxException when neither works, with both reasons; EBUSY when somebody else has a program there
     */
    public XdpMode attach(final int ifIndex) {
        try {
            return attach(ifIndex, XdpMode.NATIVE);
        } catch (final LinuxException inDriver) {
            try {
                return attach(ifIndex, XdpMode.GENERIC);
            } catch (final LinuxException generic) {
                throw new LinuxException(
                        generic.errno(),
                        "bpf(BPF_LINK_CREATE, XDP generic, ifindex=" + ifIndex + "), and before that "
                                + inDriver.getMessage());
            }
        }
    }

    /** As {@link #attach(int)}, in this mode only. */
    public XdpMode attach(final int ifIndex, final XdpMode wanted) {
        link = Bpf.attach(program, ifIndex, wanted);
        mode = wanted;
        return wanted;
    }

    /** Where it is attached, or null when it is not. */
    public XdpMode mode() {
        return mode;
    }

    @Override
    public void close() {
        if (link >= 0) {
            Fds.close(link);
        }
        Fds.close(program);
        Fds.close(map);
    }
}
