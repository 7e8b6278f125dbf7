//! A rollout: new instances take the place of all earlier ones with the same name.

use tencentcloud_api::{Config, Error, cvm};

use crate::wait_until_running;

/// The instances to roll out.
#[derive(Debug, Clone)]
pub struct Rollout {
    /// The name that all instances of the rollout share.
    pub name: String,
    /// The availability zone: `ap-guangzhou-3`.
    pub zone: String,
    /// The image to start.
    pub image_id: String,
    /// The number of instances.
    pub count: i64,
}

/// The result of a rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolledOut {
    /// The ids of the new instances, which run.
    pub started: Vec<String>,
    /// The ids of the instances that were terminated.
    pub terminated: Vec<String>,
}

impl Rollout {
    /// Starts the new instances, waits until they run, and terminates the earlier ones. If the
    /// new ones can't start, the earlier ones keep running.
    ///
    /// # Errors
    /// If a call fails, or if the new instances don't run within 5 minutes.
    pub async fn run(&self, config: &Config) -> Result<RolledOut, Error> {
        let client = cvm::Client::new(config);
        let terminated = self.instances(&client).await?;
        let started = self.start(&client).await?;
        let ids: Vec<&str> = started.iter().map(String::as_str).collect();
        wait_until_running(config, &ids).await?;
        // The API takes at most 100 instances at a time.
        for ids in terminated.chunks(100) {
            let request = cvm::TerminateInstancesRequest::default().instance_ids(ids.to_vec());
            client.terminate_instances(request).await?;
        }
        Ok(RolledOut {
            started,
            terminated,
        })
    }

    /// Returns the ids of all instances with the rollout's name.
    async fn instances(&self, client: &cvm::Client) -> Result<Vec<String>, Error> {
        let by_name = cvm::DescribeInstancesFilter::instance_name([self.name.as_str()]);
        let request = cvm::DescribeInstancesRequest::default().filters([by_name]);
        let mut pages = client.describe_instances_pages(request);
        let mut ids = Vec::new();
        while let Some(page) = pages.next().await {
            let instances = page?.instance_set.into_iter();
            ids.extend(instances.filter_map(|instance| instance.instance_id));
        }
        Ok(ids)
    }

    async fn start(&self, client: &cvm::Client) -> Result<Vec<String>, Error> {
        let request = cvm::RunInstancesRequest::default()
            .placement(cvm::Placement::default().zone(self.zone.as_str()))
            .image_id(self.image_id.as_str())
            .instance_name(self.name.as_str())
            .instance_count(self.count);
        Ok(client.run_instances(request).await?.instance_id_set)
    }
}
