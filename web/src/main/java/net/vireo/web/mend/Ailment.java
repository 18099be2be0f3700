// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

import net.vireo.cli.doctor.check.Finding;

/**
 * A finding of the doctor.
 *
 * @param id its name while it lasts
 * @param title the fault in general
 * @param remedy what can be done about it here
 */
public record Ailment(String id, String title, Finding finding, Remedy remedy) {}
