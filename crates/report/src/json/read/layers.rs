//! The layers of the image, and which of them a finding means.
//!
//! Findings name a layer by its digests; the same layer may be there twice (an empty one often is), and then the history line
//! that made it tells them apart.

use super::document::{Layer as Told, Metadata};
use serde_json::Value;
use std::collections::HashMap;
use tidewaiter_model::{Digest, Layer};

pub(super) struct Layers {
    layers: Vec<Layer>,
    by_diff_id: HashMap<Option<Digest>, Vec<usize>>,
}

impl Layers {
    /// The layers as the report lists them; where it does not, their diff IDs.
    pub(super) fn of(told: &Metadata) -> Self {
        let layers: Vec<Layer> = if told.layers.is_empty() {
            told.diff_ids.iter().map(|diff_id| Layer { diff_id: Digest::parse(diff_id).ok(), ..Layer::default() }).collect()
        } else {
            told.layers.iter().map(layer).collect()
        };
        let mut by_diff_id: HashMap<Option<Digest>, Vec<usize>> = HashMap::new();
        for (index, layer) in layers.iter().enumerate() {
            by_diff_id.entry(layer.diff_id.clone()).or_default().push(index);
        }
        Self { layers, by_diff_id }
    }

    /// Which layer is meant; it learns what the list did not tell of it. `None` where none is named, or none that is listed.
    pub(super) fn index(&mut self, told: &Told) -> Option<usize> {
        let told = layer(told);
        if told == Layer::default() {
            return None;
        }
        let closeness = |index: &&usize| {
            let layer = self.layers.get(**index)?;
            let agrees = |mine: bool, is_same: bool| if is_same { 2 } else { i32::from(mine) };
            let digest = agrees(layer.digest.is_none() || told.digest.is_none(), layer.digest == told.digest);
            let created_by = agrees(layer.created_by.is_none(), layer.created_by == told.created_by);
            // The base comes first, where nothing tells layers apart.
            Some((digest, created_by, -i64::try_from(**index).unwrap_or(i64::MAX)))
        };
        let index = *self.by_diff_id.get(&told.diff_id)?.iter().max_by_key(closeness)?;
        let layer = self.layers.get_mut(index)?;
        layer.digest = layer.digest.take().or(told.digest);
        layer.created_by = layer.created_by.take().or(told.created_by);
        Some(index)
    }

    /// The layers with the history lines that made them, where the configuration has one for each.
    pub(super) fn finish(mut self, config: &Value) -> Vec<Layer> {
        let history = config["history"].as_array().map(Vec::as_slice).unwrap_or_default();
        let made: Vec<&Value> = history.iter().filter(|line| line["empty_layer"] != Value::Bool(true)).collect();
        if made.len() == self.layers.len() {
            for (layer, line) in self.layers.iter_mut().zip(made) {
                let line = line["created_by"].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
                layer.created_by = layer.created_by.take().or(line);
            }
        }
        self.layers
    }
}

fn layer(told: &Told) -> Layer {
    Layer {
        digest: Digest::parse(&told.digest).ok(),
        diff_id: Digest::parse(&told.diff_id).ok(),
        created_by: told.created_by.clone(),
        size: told.size,
    }
}
