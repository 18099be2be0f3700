// SPDX-License-Identifier: Apache-2.0
/**
 * {@code vireo apply}: a node's tables from a file that a person can read. The file is checked as a whole
 * ({@code NodeFileReader}), turned into table entries with stable ids ({@code Desired}), compared with what the data
 * plane holds ({@code Difference}) and only the difference is sent ({@code Requests}).
 */
package net.vireo.cli.apply;
