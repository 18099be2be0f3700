// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.vireo.lab.host.LabException;
import org.junit.jupiter.api.Test;

class LibrariesTest {
    @Test
    void shouldReadWhatTheLoaderLists() {
        assertThat(Libraries.listed("""
                        	linux-vdso.so.1 (0x00007ffd1c5f2000)
                        	libmnl.so.0 => /lib/x86_64-linux-gnu/libmnl.so.0 (0x00007f119741b000)
                        	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1197232000)
                        	/lib64/ld-linux-x86-64.so.2 (0x00007f11975c4000)
                        """))
                .containsExactly(
                        Path.of("/lib/x86_64-linux-gnu/libc.so.6"),
                        Path.of("/lib/x86_64-linux-gnu/libmnl.so.0"),
                        Path.of("/lib64/ld-linux-x86-64.so.2"));
    }

    @Test
    void shouldListNothingForAStaticProgram() {
        assertThat(Libraries.listed("\tnot a dynamic executable\n")).isEmpty();
    }

    @Test
    void shouldRefuseAProgramWithoutItsLibrary() {
        assertThatThrownBy(() -> Libraries.listed("\tlibx.so.1 => not found\n"))
                .isInstanceOf(LabException.class)
                .hasMessage("this machine has no library libx.so.1");
    }
}
