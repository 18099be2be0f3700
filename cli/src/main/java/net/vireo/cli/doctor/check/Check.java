// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;

/** Looks for one fault. Pure: the same facts give the same findings. */
public interface Check {
    /** Its name: {@code gre-entropy}. */
    String name();

    /** What the fault is, as a sentence. */
    String fault();

    /** When it is a finding: the thresholds, as a sentence. */
    String rule();

    /** What is wrong; empty when nothing is, or when too little happened to tell. */
    List<Finding> look(Facts facts);
}
