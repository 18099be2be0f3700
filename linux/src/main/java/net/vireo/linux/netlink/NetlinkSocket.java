// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import static net.vireo.linux.LinuxException.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.Nlmsghdr;
import net.vireo.linux.struct.SockaddrNl;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * A rtnetlink socket of the opening thread's network namespace: sends a request, takes the answers that carry its
 * sequence number, turns the kernel's refusal into an exception. One thread at a time.
 */
final class NetlinkSocket implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EXPLANATION_TEXT = 1;

    /** The kernel fills at most 32 KB at a time when it lists. */
    private static final int RECEIVE_BYTES = 64 * 1024;

    private static final int MAX_DUMP_ATTEMPTS = 16;

    private final int fd;
    private final Mapping receiveMemory = Mmap.anonymous(RECEIVE_BYTES + Mmap.PAGE_BYTES, false);
    private final byte[] datagram = new byte[RECEIVE_BYTES];
    private int sequence;

    private NetlinkSocket(final int fd) {
        this.fd = fd;
    }

    /** @param groups the RTMGRP_... bits of what to hear unasked, 0 for none */
    static NetlinkSocket open(final int groups) {
        final long fd = Syscall.call(SyscallNumber.SOCKET, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE);
        check(fd, "socket(AF_NETLINK, NETLINK_ROUTE)");
        final NetlinkSocket socket = new NetlinkSocket((int) fd);
        try {
            socket.switchOn(NETLINK_CAP_ACK, "NETLINK_CAP_ACK");
            socket.switchOn(NETLINK_EXT_ACK, "NETLINK_EXT_ACK");
            socket.bind(groups);
            return socket;
        } catch (final LinuxException failure) {
            socket.close();
            throw failure;
        }
    }

    int fd() {
        return fd;
    }

    /**
     * Sends a request and waits for the kernel's acknowledgement.
     *
     * @throws LinuxException with the kernel's errno
     */
    void request(final NetlinkRequest request) {
        exchange(request, ignored -> {});
    }

    /**
     * Sends a request for one thing.
     *
     * @throws LinuxException with the kernel's errno; ENODATA when it acknowledged without an answer
     */
    <T> T get(final NetlinkRequest request, final Function<NetlinkMessage, List<T>> read) {
        final List<T> answers = new ArrayList<>();
        exchange(request, message -> answers.addAll(read.apply(message)));
        if (answers.isEmpty()) {
            throw new LinuxException(Errno.ENODATA, request.rendered() + ": no answer");
        }
        return answers.getFirst();
    }

    /** Lists: everything at one point of time. A listing that a change interrupted is begun anew. */
    <T> List<T> dump(final NetlinkRequest request, final Function<NetlinkMessage, List<T>> read) {
        for (int attempt = 0; attempt < MAX_DUMP_ATTEMPTS; attempt++) {
            final List<T> answers = new ArrayList<>();
            if (exchange(request, message -> answers.addAll(read.apply(message)))) {
                return answers;
            }
        }
        throw new LinuxException(
                Errno.EINTR, request.rendered() + ": interrupted by changes " + MAX_DUMP_ATTEMPTS + " times");
    }

    /**
     * Takes what waits; does not wait itself.
     *
     * @return the messages of one datagram; none when nothing waits
     * @throws LinuxException ENOBUFS when messages were lost since the last call
     */
    List<NetlinkMessage> poll() {
        return receive(MSG_DONTWAIT);
    }

    @Override
    public void close() {
        receiveMemory.close();
        Fds.close(fd);
    }

    /** @return false if the answers are not of one point of time */
    private boolean exchange(final NetlinkRequest request, final Consumer<NetlinkMessage> answers) {
        sequence++;
        send(request);
        boolean consistent = true;
        while (true) {
            for (final NetlinkMessage message : receive(0)) {
                if (message.sequence() != sequence) {
                    continue; // the rest of an answer that an exception cut short
                }
                consistent &= !message.has(NetlinkMessage.DUMP_INTERRUPTED);
                switch (message.type()) {
                    case NetlinkMessage.ERROR -> {
                        refuse(message, request, Integer.BYTES + Nlmsghdr.SIZE);
                        return consistent;
                    }
                    case NetlinkMessage.DONE -> {
                        refuse(message, request, Integer.BYTES);
                        return consistent;
                    }
                    case NetlinkMessage.OVERRUN -> throw new LinuxException(Errno.ENOBUFS, request.rendered());
                    default -> answers.accept(message);
                }
            }
        }
    }

    /** An acknowledgement is an error of 0; a real one is negative, perhaps with words behind {@code bodyBytes}. */
    private static void refuse(final NetlinkMessage message, final NetlinkRequest request, final long bodyBytes) {
        final int error = message.body32(0);
        if (error >= 0) {
            return;
        }
        String words = "";
        if (message.has(NetlinkMessage.HAS_EXPLANATION)) {
            for (final Attribute attribute : message.attributes(bodyBytes)) {
                words = attribute.type() == EXPLANATION_TEXT ? ": " + attribute.text() : words;
            }
        }
        throw new LinuxException(-error, request.rendered() + words);
    }

    private void send(final NetlinkRequest request) {
        final byte[] bytes = request.bytes(sequence);
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(bytes.length);
            Memory.copyIn(bytes, 0, address, bytes.length);
            final long sent = Syscall.retry(SyscallNumber.SENDTO, fd, address, bytes.length, 0, 0, 0);
            check(sent, "%s", request.rendered());
        }
    }

    private List<NetlinkMessage> receive(final int flags) {
        final long sender = receiveMemory.address() + RECEIVE_BYTES;
        final long senderLength = sender + SockaddrNl.SIZE;
        Memory.putInt(senderLength, (int) SockaddrNl.SIZE);
        // With MSG_TRUNC the call returns the datagram's length even when it did not fit.
        final long received = Syscall.retry(
                SyscallNumber.RECVFROM,
                fd,
                receiveMemory.address(),
                RECEIVE_BYTES,
                flags | (long) MSG_TRUNC,
                sender,
                senderLength);
        if (received == -Errno.EAGAIN) {
            return List.of();
        }
        check(received, "recvfrom(netlink fd=%d)", fd);
        if (received > RECEIVE_BYTES) {
            throw new LinuxException(Errno.EMSGSIZE, "recvfrom(netlink fd=" + fd + "): " + received + " bytes");
        }
        if (Memory.getInt(sender + SockaddrNl.PORT) != 0) {
            return List.of(); // not from the kernel
        }
        Memory.copyOut(receiveMemory.address(), datagram, 0, (int) received);
        return NetlinkMessage.parse(datagram, (int) received);
    }

    private void switchOn(final int option, final String optionName) {
        final long pointed = Syscall.threadScratch();
        Memory.putInt(pointed, 1);
        final long result = Syscall.call(SyscallNumber.SETSOCKOPT, fd, SOL_NETLINK, option, pointed, Integer.BYTES, 0);
        check(result, "setsockopt(netlink fd=%d, %s)", fd, optionName);
    }

    private void bind(final int groups) {
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(SockaddrNl.SIZE);
            Memory.putShort(address + SockaddrNl.FAMILY, (short) AF_NETLINK);
            Memory.putInt(address + SockaddrNl.GROUPS, groups);
            final long result = Syscall.call(SyscallNumber.BIND, fd, address, SockaddrNl.SIZE);
            check(result, "bind(AF_NETLINK, groups=%#x)", groups);
        }
    }
}
