// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.LabException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DialogueTest {
    private Dialogue dialogue;

    private void start(final String script) throws InterruptedException {
        dialogue = Dialogue.start("the shell", List.of("sh", "-c", script));
    }

    @AfterEach
    void kill() throws InterruptedException {
        dialogue.kill();
    }

    @Test
    void shouldAnswerWithWhatCameBeforeTheTextWhenTheTextComesInParts() throws InterruptedException {
        start("printf 'one tes'; sleep 0.1; printf 'tpmd> two testpmd> three'; read x");

        assertThat(dialogue.await("testpmd> ", 5000)).isEqualTo("one ");
        assertThat(dialogue.await("testpmd> ", 5000)).isEqualTo("two ");
    }

    @Test
    void shouldHearWhatItIsTold() throws InterruptedException {
        start("read x; echo \"got $x.\"; read y");
        dialogue.say("this\n");

        assertThat(dialogue.await(".\n", 5000)).isEqualTo("got this");
    }

    @Test
    void shouldShowTheLastWordsWhenItEnds() throws InterruptedException {
        start("echo cannot do that >&2; exit 3");

        assertThatThrownBy(() -> dialogue.await("never", 5000))
                .isInstanceOf(LabException.class)
                .hasMessage("the shell ended with exit code 3:\ncannot do that");
    }

    @Test
    void shouldShowWhatWasSaidWhenTheTimeIsUp() throws InterruptedException {
        start("echo hm; read x");

        assertThatThrownBy(() -> dialogue.await("never\n", 200))
                .isInstanceOf(LabException.class)
                .hasMessage("the shell did not say \"never\" within 200 ms:\nhm");
    }

    @Test
    void shouldForgetOldWordsWhenThereAreMany() throws InterruptedException {
        start("i=0; while [ $i -lt 40000 ]; do echo number $i; i=$((i+1)); done; echo end; read x");
        dialogue.await("number 39998\n", 20_000);

        assertThat(dialogue.await("end\n", 5000)).isEqualTo("number 39999\n");
        assertThat(dialogue.tail()).hasSizeLessThan(4000).endsWith("end");
    }

    @Test
    void shouldKillWhatDoesNotEnd() throws InterruptedException {
        start("trap '' TERM; while :; do sleep 0.05; done");
        dialogue.end(50);

        assertThat(dialogue.process().waitFor(1, TimeUnit.MILLISECONDS)).isTrue();
    }
}
