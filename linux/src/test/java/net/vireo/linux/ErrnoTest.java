// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {
    @ParameterizedTest
    @CsvSource({
        "1, EPERM",
        "11, EAGAIN",
        "19, ENODEV",
        "34, ERANGE",
        "35, EDEADLK",
        "40, ELOOP",
        "42, ENOMSG",
        "57, EBADSLT",
        "59, EBFONT",
        "61, ENODATA",
        "75, EOVERFLOW",
        "84, EILSEQ",
        "95, EOPNOTSUPP",
        "98, EADDRINUSE",
        "101, ENETUNREACH",
        "110, ETIMEDOUT",
        "111, ECONNREFUSED",
        "125, ECANCELED",
        "133, EHWPOISON"
    })
    void shouldNameWhatTheKernelHeadersName(final int errno, final String name) {
        assertThat(Errno.name(errno)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "41", "58", "134", "4095"})
    void shouldShowTheNumberWhenLinuxHasNoName(final int errno) {
        assertThat(Errno.name(errno)).isEqualTo("errno " + errno);
    }

    @Test
    void shouldRenderTheCallOnlyWhenItFailed() {
        assertThat(LinuxException.check(7, "%d", "not a number")).isEqualTo(7);
        assertThatThrownBy(() -> LinuxException.check(-19, "ioctl(TUNSETIFF, name=%s, flags=%#x)", "tap0", 0x5002))
                .isInstanceOf(LinuxException.class)
                .hasMessage("ENODEV: ioctl(TUNSETIFF, name=tap0, flags=0x5002)")
                .extracting(thrown -> ((LinuxException) thrown).errno())
                .isEqualTo(Errno.ENODEV);
    }
}
