// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.xdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.LinuxException;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.BpfLinkCreate;
import net.vireo.linux.struct.BpfMapCreate;
import net.vireo.linux.struct.BpfMapUpdate;
import net.vireo.linux.struct.BpfProgLoad;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** The calls of bpf(2) that XDP needs. Each needs CAP_BPF and CAP_NET_ADMIN in the machine's own user namespace. */
final class Bpf {
    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int PROG_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int MAP_TYPE_XSKMAP = 17;
    private static final int PROG_TYPE_XDP = 6;
    private static final int ATTACH_TYPE_XDP = 37;
    private static final int LOG_BYTES = 1 << 16;
    private static final int LOG_EVERYTHING = 1;

    private Bpf() {}

    /** @return the descriptor of a new map from queue to AF_XDP socket */
    static int createSocketMap(final int queueCount) {
        try (Scratch scratch = new Scratch()) {
            final long attr = scratch.allocate(BpfMapCreate.SIZE);
            Memory.putInt(attr + BpfMapCreate.TYPE, MAP_TYPE_XSKMAP);
            Memory.putInt(attr + BpfMapCreate.KEY_BYTES, Integer.BYTES);
            Memory.putInt(attr + BpfMapCreate.VALUE_BYTES, Integer.BYTES);
            Memory.putInt(attr + BpfMapCreate.ENTRIES, queueCount);
            final long result = Syscall.call(SyscallNumber.BPF, MAP_CREATE, attr, BpfMapCreate.SIZE);
            return (int) check(result, "bpf(BPF_MAP_CREATE, XSKMAP, entries=%d)", queueCount);
        }
    }

    static void putSocket(final int map, final int queue, final int socket) {
        try (Scratch scratch = new Scratch()) {
            final long key = scratch.allocate(Integer.BYTES);
            final long value = scratch.allocate(Integer.BYTES);
            Memory.putInt(key, queue);
            Memory.putInt(value, socket);
            final long attr = scratch.allocate(BpfMapUpdate.SIZE);
            Memory.putInt(attr + BpfMapUpdate.MAP, map);
            Memory.putLong(attr + BpfMapUpdate.KEY, key);
            Memory.putLong(attr + BpfMapUpdate.VALUE, value);
            final long result = Syscall.call(SyscallNumber.BPF, MAP_UPDATE_ELEM, attr, BpfMapUpdate.SIZE);
            check(result, "bpf(BPF_MAP_UPDATE_ELEM, map=%d, queue=%d, socket=%d)", map, queue, socket);
        }
    }

    /**
     * @param code from {@link BpfAssembler}
     * @return the program's descriptor
     * @throws LinuxException with the verifier's own words when it refuses the program
     */
    static int load(final byte[] code) {
        try (Scratch scratch = new Scratch()) {
            final long instructions = scratch.allocate(code.length);
            Memory.copyIn(code, 0, instructions, code.length);
            final long attr = scratch.allocate(BpfProgLoad.SIZE);
            Memory.putInt(attr + BpfProgLoad.TYPE, PROG_TYPE_XDP);
            Memory.putInt(attr + BpfProgLoad.COUNT, code.length / BpfAssembler.INSTRUCTION_BYTES);
            Memory.putLong(attr + BpfProgLoad.INSTRUCTIONS, instructions);
            Memory.putLong(attr + BpfProgLoad.LICENSE, scratch.string("Apache-2.0"));
            final long loaded = Syscall.call(SyscallNumber.BPF, PROG_LOAD, attr, BpfProgLoad.SIZE);
            // Again with a log: the usual load need not pay for one.
            return (int) (loaded >= 0 ? loaded : loadLogged(scratch, attr));
        }
    }

    private static long loadLogged(final Scratch scratch, final long attr) {
        final long log = scratch.allocate(LOG_BYTES);
        Memory.putInt(attr + BpfProgLoad.LOG_LEVEL, LOG_EVERYTHING);
        Memory.putInt(attr + BpfProgLoad.LOG_BYTES, LOG_BYTES);
        Memory.putLong(attr + BpfProgLoad.LOG, log);
        final long result = Syscall.call(SyscallNumber.BPF, PROG_LOAD, attr, BpfProgLoad.SIZE);
        final String words = result < 0 ? text(log) : "";
        return check(result, "bpf(BPF_PROG_LOAD, XDP)%s", words.isEmpty() ? "" : "; the verifier says: " + words);
    }

    private static String text(final long log) {
        final byte[] bytes = new byte[LOG_BYTES];
        Memory.copyOut(log, bytes, 0, LOG_BYTES);
        final String all = new String(bytes, UTF_8);
        return all.substring(0, all.indexOf('\0') < 0 ? all.length() : all.indexOf('\0'))
                .strip();
    }

    /** @return the link's descriptor: the program is detached when the last one of it is closed, as by a process's death */
    static int attach(final int program, final int ifIndex, final XdpMode mode) {
        try (Scratch scratch = new Scratch()) {
            final long attr = scratch.allocate(BpfLinkCreate.SIZE);
            Memory.putInt(attr + BpfLinkCreate.PROGRAM, program);
            Memory.putInt(attr + BpfLinkCreate.INTERFACE_INDEX, ifIndex);
            Memory.putInt(attr + BpfLinkCreate.ATTACH_TYPE, ATTACH_TYPE_XDP);
            Memory.putInt(attr + BpfLinkCreate.FLAGS, mode.flag);
            final long result = Syscall.call(SyscallNumber.BPF, LINK_CREATE, attr, BpfLinkCreate.SIZE);
            return (int) check(result, "bpf(BPF_LINK_CREATE, XDP %s, ifindex=%d)", mode.text(), ifIndex);
        }
    }
}
