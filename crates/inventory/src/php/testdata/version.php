<?php
/**
 * @global string $wp_version
 */
$wp_version = '6.1.9';

/** @global int $wp_db_version */
$wp_db_version = 53496;

$required_php_version = '5.6.20';
