// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.Cmsghdr;
import net.vireo.linux.struct.Iovec;
import net.vireo.linux.struct.Mmsghdr;
import net.vireo.linux.struct.Msghdr;
import net.vireo.linux.struct.SockaddrUn;
import net.vireo.linux.struct.TpacketAuxdata;
import net.vireo.linux.struct.Ucred;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * The arrays behind {@code recvmmsg} and {@code sendmmsg}, made once: a burst of frames per system call, nothing
 * allocated. A message that is sent may be gathered from several pieces of memory; one that is received has one buffer,
 * and room for a packet socket's auxiliary data.
 *
 * <p>Belongs to one thread. The descriptors should be non-blocking; the calls never wait either way.
 */
public final class MessageVector implements AutoCloseable {
    /** What {@link #vlanTag} returns for a frame without a tag. */
    public static final int NO_VLAN = -1;
    /** {@link #status} bit: the frame's transport checksum is not filled in (it came from this very host). */
    public static final int STATUS_CHECKSUM_NOT_READY = 0x08;

    private static final int STATUS_VLAN_VALID = 0x10;
    private static final int STATUS_VLAN_TPID_VALID = 0x40;
    private static final int TPID_8021Q = 0x8100;
    private static final int SCM_CREDENTIALS = 2;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_AUXDATA = 8;

    /** CMSG_SPACE(sizeof(struct tpacket_auxdata)): the head, the data, rounded up to eight. */
    private static final int CONTROL_BYTES = 40;

    private static final long CONTROL_USED = Cmsghdr.SIZE + TpacketAuxdata.SIZE;

    private final int capacity;
    private final int piecesPerMessage;
    private final int controlBytes;
    private final Mapping memory;
    private final long messages;
    private final long pieces;
    private final long controls;

    /** How many messages the kernel has written to since they were last made ready for receiving. */
    private int used;

    private MessageVector(final int capacity, final int piecesPerMessage, final int controlBytes) {
        this.capacity = capacity;
        this.piecesPerMessage = piecesPerMessage;
        this.controlBytes = controlBytes;
        memory = Mmap.anonymous(capacity * (Mmsghdr.SIZE + piecesPerMessage * Iovec.SIZE + controlBytes), false);
        messages = Memory.base(memory.address());
        pieces = messages + capacity * Mmsghdr.SIZE;
        controls = pieces + (long) capacity * piecesPerMessage * Iovec.SIZE;
        for (int i = 0; i < capacity; i++) {
            final long header = header(i);
            pieces(i, i * piecesPerMessage, piecesPerMessage);
            Memory.putLong(header + Msghdr.CONTROL, controlBytes == 0 ? 0 : control(i));
            Memory.putLong(header + Msghdr.CONTROL_LENGTH, controlBytes);
        }
    }

    /** @param capacity most messages of one call, 1 to 1024 */
    public static MessageVector forReceive(final int capacity) {
        return new MessageVector(capacity, 1, CONTROL_BYTES);
    }

    /** @param capacity most messages of one call, 1 to 1024 */
    public static MessageVector forSend(final int capacity) {
        return forSend(capacity, 1);
    }

    /**
     * For messages that are gathered from pieces of memory; {@link #pieces} says which.
     *
     * @param capacity most messages of one call, 1 to 1024
     * @param piecesPerMessage on average: there are {@code capacity} times as many to share out
     */
    public static MessageVector forSend(final int capacity, final int piecesPerMessage) {
        return new MessageVector(capacity, piecesPerMessage, 0);
    }

    /** All messages go to this name, which must stay open as long as messages are sent. */
    public void destination(final UnixName name) {
        for (int i = 0; i < capacity; i++) {
            Memory.putLong(header(i) + Msghdr.NAME, name.address());
            Memory.putInt(header(i) + Msghdr.NAME_LENGTH, (int) SockaddrUn.SIZE);
        }
    }

    /** Most messages of one call. */
    public int capacity() {
        return capacity;
    }

    /** Hot: where message i is received to, and how much fits; or what is sent as message i. Stays until changed. */
    public void buffer(final int i, final long address, final int lengthBytes) {
        piece(i * piecesPerMessage, address, lengthBytes);
    }

    /** Hot: where piece p lies, of 0 .. capacity * piecesPerMessage - 1; unless changed, each message has its share. */
    public void piece(final int p, final long address, final int lengthBytes) {
        final long piece = pieces + p * Iovec.SIZE;
        Memory.putLong(piece + Iovec.BASE, address);
        Memory.putLong(piece + Iovec.LENGTH, lengthBytes);
    }

    /** Hot: message i is made of these pieces, in their order. Stays until changed. */
    public void pieces(final int i, final int first, final int count) {
        final long header = header(i);
        Memory.putLong(header + Msghdr.IOV, pieces + first * Iovec.SIZE);
        Memory.putLong(header + Msghdr.IOV_COUNT, count);
    }

    /**
     * Hot: receives up to {@code count} messages into buffers 0, 1, ...; does not wait.
     *
     * @return how many came, or -errno: -EAGAIN when none waits, -ENETDOWN once after the link went down
     */
    public int tryReceive(final int fd, final int count) {
        for (int i = 0; i < used; i++) {
            Memory.putLong(header(i) + Msghdr.CONTROL_LENGTH, controlBytes);
        }
        final int received = (int)
                Syscall.retry(SyscallNumber.RECVMMSG, fd, messages, Math.min(count, capacity), Sockets.MSG_DONTWAIT);
        used = Math.max(received, 0);
        return received;
    }

    /**
     * Hot: sends messages {@code from .. from + count - 1} in order; does not wait.
     *
     * @return how many went, at least one, or -errno of the first: -EAGAIN or -ENOBUFS when there is no room
     */
    public int trySend(final int fd, final int from, final int count) {
        final int flags = Sockets.MSG_DONTWAIT | Sockets.MSG_NOSIGNAL;
        return (int) Syscall.retry(SyscallNumber.SENDMMSG, fd, header(from), Math.min(count, capacity - from), flags);
    }

    /** Hot: how many bytes of message i are in its buffer after a receive, or were sent of it. */
    public int lengthBytes(final int i) {
        return Memory.getInt(header(i) + Mmsghdr.LENGTH);
    }

    /** Hot: whether received message i was longer than its buffer; the rest of it is gone. */
    public boolean truncated(final int i) {
        return (Memory.getInt(header(i) + Msghdr.FLAGS) & Sockets.MSG_TRUNC) != 0;
    }

    /** Hot: the VLAN tag (priority, DEI, id: 16 bits) that the kernel took off frame i, or {@link #NO_VLAN}. */
    public int vlanTag(final int i) {
        return (status(i) & STATUS_VLAN_VALID) == 0
                ? NO_VLAN
                : Memory.getShort(auxdata(i) + TpacketAuxdata.VLAN_TCI) & 0xffff;
    }

    /** Hot: the protocol id of frame i's tag: 0x8100 or 0x88a8. */
    public int vlanTpid(final int i) {
        return (status(i) & STATUS_VLAN_TPID_VALID) == 0
                ? TPID_8021Q
                : Memory.getShort(auxdata(i) + TpacketAuxdata.VLAN_TPID) & 0xffff;
    }

    /** Hot: the kernel's TP_STATUS bits of received frame i; 0 when the socket gave no auxiliary data. */
    public int status(final int i) {
        final long header = header(i);
        final long control = control(i);
        final boolean present = Memory.getLong(header + Msghdr.CONTROL_LENGTH) >= CONTROL_USED
                && Memory.getInt(control + Cmsghdr.LEVEL) == SOL_PACKET
                && Memory.getInt(control + Cmsghdr.TYPE) == PACKET_AUXDATA;
        return present ? Memory.getInt(control + Cmsghdr.SIZE + TpacketAuxdata.STATUS) : 0;
    }

    /**
     * Hot: who sent received message i, as the kernel vouches for it; -1 when it does not say
     * ({@link UnixSocket#passCredentials}).
     */
    public int senderUid(final int i) {
        final long control = control(i);
        final boolean present = Memory.getLong(header(i) + Msghdr.CONTROL_LENGTH) >= Cmsghdr.SIZE + Ucred.SIZE
                && Memory.getInt(control + Cmsghdr.LEVEL) == Sockets.SOL_SOCKET
                && Memory.getInt(control + Cmsghdr.TYPE) == SCM_CREDENTIALS;
        return present ? Memory.getInt(control + Cmsghdr.SIZE + Ucred.UID) : -1;
    }

    @Override
    public void close() {
        memory.close();
    }

    private long auxdata(final int i) {
        return control(i) + Cmsghdr.SIZE;
    }

    private long header(final int i) {
        return messages + i * Mmsghdr.SIZE;
    }

    private long control(final int i) {
        return controls + (long) i * controlBytes;
    }
}
