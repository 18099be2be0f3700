// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

class LayoutsTest {
    private static final StructLayout POLLFD = Layouts.struct(
            "pollfd", 8, JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

    @Test
    void shouldAnswerAnOffsetThatIsAsExpected() {
        assertThat(Layouts.offset(POLLFD, "revents", 6)).isEqualTo(6);
    }

    @Test
    void shouldRefuseAMemberAtAnotherOffset() {
        assertThatThrownBy(() -> Layouts.offset(POLLFD, "revents", 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("struct pollfd: revents at 6, expected 4");
    }

    @Test
    void shouldRefuseAMemberThatIsMissing() {
        assertThatThrownBy(() -> Layouts.offset(POLLFD, "error", 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("struct pollfd has no error");
    }

    @Test
    void shouldRefuseAnotherSize() {
        assertThatThrownBy(() -> Layouts.struct("iovec", 12, JAVA_LONG.withName("base"), JAVA_LONG.withName("length")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("struct iovec has 16 bytes, expected 12");
    }

    @Test
    void shouldRefuseAMissingPadding() {
        assertThatThrownBy(() -> Layouts.struct("odd", 12, JAVA_INT.withName("a"), JAVA_LONG.withName("b")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("struct odd is not laid out as C would");
    }
}
