// SPDX-License-Identifier: Apache-2.0
/**
 * The tools that read and write one table each, with the options, columns and words of Contrail's tools of the same
 * names (sheet vrouter-dataplane, section 6). {@code XxxCommand} is the command line, {@code XxxText} what it prints,
 * {@code XxxJson} the same as data.
 */
package net.vireo.cli.show;
