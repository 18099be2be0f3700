// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.xdp;

import java.io.ByteArrayOutputStream;

/**
 * Writes BPF instructions (RFC 9669): the dozen that an XDP program of ours may want. Eight bytes each, the machine's
 * order; registers are 0 to 10: r1 holds the context at entry, r1 to r5 a call's arguments, r0 its result and the
 * program's. Whether the program makes sense is the kernel's verifier's to say.
 *
 * <pre>
 *  0       1           2        4          8
 *  opcode  src | dst   offset   immediate
 * </pre>
 *
 * One thread.
 */
public final class BpfAssembler {
    static final int INSTRUCTION_BYTES = 8;

    private static final int LAST_REGISTER = 10;
    /** In the source's place of a 64-bit load: the immediate is a map's descriptor. */
    private static final int MAP_DESCRIPTOR = 1;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    /** An empty program. */
    public BpfAssembler() {}

    /** {@code to = immediate}. */
    public BpfAssembler set(final int to, final int immediate) {
        return instruction(0xb7, to, 0, 0, immediate);
    }

    /** {@code to = from}. */
    public BpfAssembler copy(final int to, final int from) {
        return instruction(0xbf, to, from, 0, 0);
    }

    /** {@code to += immediate}. */
    public BpfAssembler add(final int to, final int immediate) {
        return instruction(0x07, to, 0, 0, immediate);
    }

    /** {@code to &= immediate}. */
    public BpfAssembler and(final int to, final int immediate) {
        return instruction(0x57, to, 0, 0, immediate);
    }

    /** {@code to = *(u8 *)(from + offset)}. */
    public BpfAssembler loadByte(final int to, final int from, final int offsetBytes) {
        return instruction(0x71, to, from, offsetBytes, 0);
    }

    /** {@code to = *(u16 *)(from + offset)}, in the machine's order. */
    public BpfAssembler loadHalf(final int to, final int from, final int offsetBytes) {
        return instruction(0x69, to, from, offsetBytes, 0);
    }

    /** {@code to = *(u32 *)(from + offset)}. */
    public BpfAssembler loadWord(final int to, final int from, final int offsetBytes) {
        return instruction(0x61, to, from, offsetBytes, 0);
    }

    /** {@code to =} the map behind a descriptor; takes the room of two instructions. */
    public BpfAssembler loadMap(final int to, final int mapFd) {
        return instruction(0x18, to, MAP_DESCRIPTOR, 0, mapFd).instruction(0, 0, 0, 0, 0);
    }

    /** Skips so many instructions when {@code register == immediate}. */
    public BpfAssembler skipIfEqual(final int register, final int immediate, final int skipped) {
        return instruction(0x15, register, 0, skipped, immediate);
    }

    /** Skips so many instructions when {@code register > other}, both unsigned. */
    public BpfAssembler skipIfGreater(final int register, final int other, final int skipped) {
        return instruction(0x2d, register, other, skipped, 0);
    }

    /** {@code r0 = helper(r1, ..)}; r1 to r5 are gone afterwards. */
    public BpfAssembler call(final int helper) {
        return instruction(0x85, 0, 0, 0, helper);
    }

    /** The program ends and returns r0. */
    public BpfAssembler exit() {
        return instruction(0x95, 0, 0, 0, 0);
    }

    /** The program so far. */
    public byte[] code() {
        return code.toByteArray();
    }

    private BpfAssembler instruction(
            final int opcode, final int to, final int from, final int offset, final int immediate) {
        if (to < 0 || to > LAST_REGISTER || from < 0 || from > LAST_REGISTER) {
            throw new IllegalArgumentException("BPF has the registers 0.." + LAST_REGISTER + ": " + to + ", " + from);
        }
        if (offset != (short) offset) {
            throw new IllegalArgumentException("an offset has 16 bits with its sign: " + offset);
        }
        code.write(opcode);
        code.write(from << 4 | to);
        bytes(offset, Short.BYTES);
        bytes(immediate, Integer.BYTES);
        return this;
    }

    private void bytes(final int value, final int count) {
        for (int i = 0; i < count; i++) {
            code.write(value >>> i * Byte.SIZE);
        }
    }
}
