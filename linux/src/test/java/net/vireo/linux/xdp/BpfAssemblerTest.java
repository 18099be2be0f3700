// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BpfAssemblerTest {
    @Test
    void shouldWriteEachInstructionAsTheKernelReadsIt() {
        assertThat(hex(new BpfAssembler().set(3, 2))).isEqualTo("b703000002000000");
        assertThat(hex(new BpfAssembler().copy(2, 10))).isEqualTo("bfa2000000000000");
        assertThat(hex(new BpfAssembler().add(2, -4))).isEqualTo("07020000fcffffff");
        assertThat(hex(new BpfAssembler().and(4, 0xff0f))).isEqualTo("570400000fff0000");
        assertThat(hex(new BpfAssembler().loadByte(0, 6, 23))).isEqualTo("7160170000000000");
        assertThat(hex(new BpfAssembler().loadHalf(5, 7, 12))).isEqualTo("69750c0000000000");
        assertThat(hex(new BpfAssembler().loadWord(2, 1, 16))).isEqualTo("6112100000000000");
        assertThat(hex(new BpfAssembler().loadWord(2, 10, -8))).isEqualTo("61a2f8ff00000000");
        assertThat(hex(new BpfAssembler().skipIfEqual(5, 0x0608, 3))).isEqualTo("1505030008060000");
        assertThat(hex(new BpfAssembler().skipIfGreater(2, 3, 258))).isEqualTo("2d32020100000000");
        assertThat(hex(new BpfAssembler().call(51))).isEqualTo("8500000033000000");
        assertThat(hex(new BpfAssembler().exit())).isEqualTo("9500000000000000");
    }

    @Test
    void shouldGiveAMapTheRoomOfTwo() {
        assertThat(hex(new BpfAssembler().loadMap(1, 0x01020304))).isEqualTo("1811000004030201" + "0000000000000000");
    }

    @Test
    void shouldRedirectEachQueueToItsSocketAndTheRestToTheKernel() {
        assertThat(HexFormat.of().formatHex(XdpProgram.code(9)))
                .isEqualTo(
                        "6112100000000000" // r2 = context->rx_queue_index
                                + "1811000009000000" + "0000000000000000" // r1 = map
                                + "b703000002000000" // r3 = XDP_PASS
                                + "8500000033000000" // call bpf_redirect_map
                                + "9500000000000000"); // exit
    }

    @Test
    void shouldRefuseWhatAnInstructionHasNoRoomFor() {
        final BpfAssembler assembler = new BpfAssembler();
        assertThatThrownBy(() -> assembler.set(11, 0)).hasMessageContaining("registers 0..10");
        assertThatThrownBy(() -> assembler.copy(0, -1)).hasMessageContaining("registers 0..10");
        assertThatThrownBy(() -> assembler.loadWord(0, 1, 0x8000)).hasMessageContaining("32768");
        assertThat(assembler.code()).as("nothing of it was written").isEmpty();
    }

    private static String hex(final BpfAssembler assembler) {
        return HexFormat.of().formatHex(assembler.code());
    }
}
