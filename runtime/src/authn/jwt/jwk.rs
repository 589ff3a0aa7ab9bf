//! One JSON Web Key (RFC 7517) as a static key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::algorithm::{Algorithm, Family};
use super::config_error::{KeyProblem, KeyProblems};
use super::key_set::VerifyingKey;
use super::material::{self, Material};
use super::unique_json::parse_object;

/// The private members of RFC 7518 sections 6.2.2 and 6.3.2 and RFC 8037 section 2.
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

type Members = Map<String, Value>;

/// Reads `json` as a key for `wanted`, or for the algorithm that its `alg` names.
pub(super) fn parse(json: &str, wanted: Option<Algorithm>) -> Result<VerifyingKey, KeyProblems> {
    let members = parse_object(json.as_bytes()).map_err(|_| KeyProblem::MalformedJwk)?;
    let algorithm = algorithm(&members, wanted)?;
    let mut problems = Vec::new();
    if members.get("use").is_some_and(|usage| usage != "sig") {
        problems.push(KeyProblem::JwkUse);
    }
    if members.get("key_ops").is_some_and(|operations| !allows_verify(operations)) {
        problems.push(KeyProblem::JwkOperations);
    }
    if !algorithm.is_symmetric() {
        let private = PRIVATE.iter().filter(|name| members.contains_key(**name));
        problems.extend(private.map(|name| KeyProblem::JwkPrivate(name)));
    }
    let kid = match members.get("kid").map(Value::as_str) {
        None => None,
        Some(Some(kid)) => Some(kid.to_owned()),
        Some(None) => {
            problems.push(KeyProblem::JwkMember("kid", algorithm));
            None
        }
    };
    match material(&members, algorithm) {
        Ok(material) if problems.is_empty() => Ok(VerifyingKey { algorithm, kid, material }),
        Ok(_) => Err(KeyProblems(problems)),
        Err(problem) => {
            problems.push(problem);
            Err(KeyProblems(problems))
        }
    }
}

fn algorithm(members: &Members, wanted: Option<Algorithm>) -> Result<Algorithm, KeyProblem> {
    let Some(own) = members.get("alg") else {
        return wanted.ok_or(KeyProblem::JwkWithoutAlgorithm);
    };
    own.as_str()
        .and_then(Algorithm::named)
        .filter(|own| wanted.is_none_or(|wanted| wanted == *own))
        .ok_or(KeyProblem::JwkAlgorithm)
}

fn allows_verify(operations: &Value) -> bool {
    operations.as_array().is_some_and(|operations| {
        operations.iter().all(Value::is_string)
            && operations.iter().any(|operation| operation == "verify")
    })
}

fn material(members: &Members, algorithm: Algorithm) -> Result<Material, KeyProblem> {
    let reader = Reader { members, algorithm };
    match algorithm.family() {
        Family::Hmac { .. } => {
            reader.expect("kty", "oct")?;
            material::secret(algorithm, &reader.bytes("k")?)
        }
        Family::Rsa => {
            reader.expect("kty", "RSA")?;
            material::rsa(algorithm, &reader.bytes("n")?, &reader.bytes("e")?)
        }
        Family::Ec(curve) => {
            reader.expect("kty", "EC")?;
            reader.expect("crv", curve.name)?;
            let x = reader.exactly("x", curve.coordinate)?;
            let y = reader.exactly("y", curve.coordinate)?;
            material::ec(curve, &[&[4], x.as_slice(), y.as_slice()].concat())
        }
        Family::Ed => {
            reader.expect("kty", "OKP")?;
            reader.expect("crv", "Ed25519")?;
            material::ed(&reader.exactly("x", 32)?)
        }
    }
}

struct Reader<'a> {
    members: &'a Members,
    algorithm: Algorithm,
}

impl Reader<'_> {
    fn expect(&self, name: &'static str, value: &str) -> Result<(), KeyProblem> {
        let found = self.members.get(name).is_some_and(|member| member == value);
        found.then_some(()).ok_or(KeyProblem::JwkMember(name, self.algorithm))
    }

    fn bytes(&self, name: &'static str) -> Result<Vec<u8>, KeyProblem> {
        self.members
            .get(name)
            .and_then(Value::as_str)
            .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
            .ok_or(KeyProblem::JwkMember(name, self.algorithm))
    }

    /// Coordinates have their full length (RFC 7518 section 6.2.1.2).
    fn exactly(&self, name: &'static str, length: usize) -> Result<Vec<u8>, KeyProblem> {
        let bytes = self.bytes(name)?;
        (bytes.len() == length).then_some(bytes).ok_or(KeyProblem::JwkMember(name, self.algorithm))
    }
}
