// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.cli.failure.CommandFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamesFileTest {
    @TempDir
    private Path directory;

    private static NodeNames some() {
        final NodeNames names = new NodeNames("compute1");
        names.vifs().put(3, new NodeNames.VifName("g2-vm0", "tap\"0", "red"));
        names.vrfs().put(1, "red");
        names.nexthops().put(2, new NodeNames.NexthopName("encap:g2-vm0", "to g2-vm0"));
        names.labels().put(16, "to g2-vm0");
        names.routes().add(new NodeNames.RouteKey(1, "120.0.0.4/32"));
        return names;
    }

    @Test
    void shouldReadWhatItWrote() {
        NamesFile.write(directory, some());

        final NodeNames read = NamesFile.read(directory);

        assertThat(read.node()).isEqualTo("compute1");
        assertThat(read.vifs()).isEqualTo(some().vifs());
        assertThat(read.vrfs()).isEqualTo(some().vrfs());
        assertThat(read.nexthops()).isEqualTo(some().nexthops());
        assertThat(read.labels()).isEqualTo(some().labels());
        assertThat(read.routes()).isEqualTo(some().routes());
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void shouldKnowNoNamesWithoutAFile() {
        assertThat(NamesFile.read(directory).vif(3)).isEmpty();
    }

    @Test
    void shouldIgnoreKeysOfALaterVersionOfTheSameFormat() {
        final NodeNames names = NamesFile.parse("""
                {"formatVersion": 1, "new": {"a": [1]}, "vrfs": [{"id": 1, "name": "red", "colour": {"r": 1}}]}""");

        assertThat(names.vrf(1)).isEqualTo("red");
    }

    @Test
    void shouldSayHowToGoOnWithADamagedFile() throws IOException {
        for (final String text : new String[] {
            "{\"formatVersion\": 2}", "{", "{}", "{\"formatVersion\": 1, \"vrfs\":" + " [{\"id\": \"x\"}]}", "[]"
        }) {
            Files.writeString(directory.resolve(NamesFile.FILE_NAME), text);

            assertThatThrownBy(() -> NamesFile.read(directory))
                    .as(text)
                    .isInstanceOfSatisfying(
                            CommandFailed.class,
                            failure -> assertThat(failure.mend()).contains("--plain"));
        }
    }
}
