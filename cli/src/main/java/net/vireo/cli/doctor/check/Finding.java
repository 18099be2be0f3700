// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

/**
 * Something that is wrong, and its way out.
 *
 * @param check the name of the check that found it
 * @param cause one sentence, without a full stop
 * @param measure the number it rests on
 * @param cost what it costs now
 * @param fix a command, or a command and where to type it
 */
public record Finding(String check, Severity severity, String cause, Measure measure, String cost, String fix) {}
